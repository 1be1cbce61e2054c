/* Faults on a segment under way: drop, delay, duplicate, corrupt, hold. */
#pragma once

#include "app/session.h"

/* How much later a delayed segment arrives unless something else is asked for. */
#define HS_FAULT_DELAY MS (200)

/* Does a fault, named "drop", "delay", "duplicate", "corrupt", "hold", to a flight; also "release" and "discard" to a
 * held one. False with a sentence in *why when it is refused. */
gboolean hs_fault_apply (HsSession *session, gsize flight, const char *action, vtime delay, char **why);

/* The flight that a key acts on: the selected one if it is under way, else the first to arrive; SIZE_MAX when none is.
 */
gsize hs_fault_target (HsSession *session);

/* Whether a flight is under way now. */
gboolean hs_fault_is_under_way (HsSession *session, gsize flight);
