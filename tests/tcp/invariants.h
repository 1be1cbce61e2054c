/* What must hold of every event that the engine reports, whatever is done to it. */
#pragma once

#include "tcp/event.h"

#include <glib.h>

struct invariants
{
  event_id next;      /* the identity of the next event */
  vtime now;          /* of the last event */
  GHashTable *states; /* connection → its state so far */
  GArray *starts;     /* of each event: 1 + its timer when it is a TIMER_START, else 0 */
  gboolean seen[REASON_COUNT];
};

void invariants_init (struct invariants *invariants);
void invariants_clear (struct invariants *invariants);

/* Checks an event, which gets the identity that is returned. */
event_id invariants_check (struct invariants *invariants, const struct tcp_event *event);

/* What holds of the variables of a connection at any time. */
void invariants_check_vars (const struct tcp_vars *vars);
