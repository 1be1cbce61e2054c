/* The wire through the kernel: two TAP devices joined by a bridge in a namespace of our own.
 *
 * A forked helper enters a new user and network namespace, builds the pair and hands the descriptors back; they alone
 * keep the namespace alive, so nothing is left behind. No root is needed where the system permits user namespaces.
 *
 * A frame that crosses is written to the sender's TAP and read from the other one before the call returns: the virtual
 * clock stands still meanwhile, and whoever listens in the namespace sees every frame. */
#pragma once

#include "sim/sim.h"

#include <glib.h>

#define HS_TAP_ERROR (hs_tap_error_quark ())
GQuark hs_tap_error_quark (void);

/* HS_TAP_ERROR has this one code: what failed is in the message. */
typedef enum
{
  HS_TAP_ERROR_FORBIDDEN,
} HsTapError;

struct tap_wire;

/* NULL when the system forbids it; error then says which step failed and why, in one sentence. */
struct tap_wire *tap_wire_open (GError **error);
void tap_wire_close (struct tap_wire *wire);

/* For sim_new; valid until tap_wire_close. */
const struct sim_wire *tap_wire_sim (struct tap_wire *wire);

/* A descriptor of the network namespace, and of the user namespace that owns it; -1 when the system does not give it.
 * Root listens with   nsenter --net=/proc/PID/fd/FD tcpdump -i tap-a   (tap-a sees both directions);
 * others also name the user namespace:   nsenter --user=/proc/PID/fd/FD2 --net=/proc/PID/fd/FD tcpdump … */
int tap_wire_namespace (const struct tap_wire *wire);
int tap_wire_user_namespace (const struct tap_wire *wire);
