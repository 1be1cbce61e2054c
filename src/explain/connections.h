/* What a host's connections cost it: how many its programs have, and the room it has promised for them. */
#pragma once

#include "trace/trace.h"

struct explain_connections
{
  uint32_t count; /* handed to a program and not over: ESTABLISHED … LAST-ACK */
  uint64_t room;  /* octets that their windows promise to hold: RCV.WND, added up */
};

/* The connections of a host after event id; none for EVENT_NONE. */
struct explain_connections explain_connections_at (const struct trace *trace, unsigned host, event_id id);
