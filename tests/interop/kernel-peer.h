/* The kernel's TCP as the peer: a process with ordinary sockets. */
#pragma once

#include "peer.h"

/* Runs it in this process, which has just been forked: reads the plan from `control` and ends the process. */
_Noreturn void kernel_peer_run (int control);
