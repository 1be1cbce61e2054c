/* The wire through the kernel: two TAP devices joined by a bridge in a namespace of our own.
 *
 * A forked helper enters a new user and network namespace, builds the pair and hands the descriptors back; they alone
 * keep the namespace alive, so nothing is left behind. No root is needed where the system permits user namespaces. */
#pragma once

#include "sim/sim.h"

#include <glib.h>

struct tap_wire;

/* NULL when the system forbids it; error then says which step failed and why, in one sentence. */
struct tap_wire *tap_wire_open (GError **error);
void tap_wire_close (struct tap_wire *wire);

/* For sim_new; valid until tap_wire_close. */
const struct sim_wire *tap_wire_sim (struct tap_wire *wire);

/* A descriptor of the network namespace (for tcpdump: nsenter --net=/proc/PID/fd/FD), or -1. */
int tap_wire_namespace (const struct tap_wire *wire);
