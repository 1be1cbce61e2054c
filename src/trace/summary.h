/* A captured connection in numbers, counted while the file is read. */
#pragma once

#include "base/vtime.h"
#include "trace/event.h"

/* What went one way. */
struct direction_summary
{
  uint64_t segments;
  uint64_t octets; /* of text, repeats counted */
  uint64_t syns;   /* segments with SYN, with and without ACK */
  uint64_t fins;
  uint64_t resets;
  uint64_t retransmissions; /* fast and spurious ones included */
  uint64_t duplicate_acks;
};

struct connection_summary
{
  struct endpoint client;
  struct endpoint server;
  struct direction_summary client_to_server;
  struct direction_summary server_to_client;
  vtime first_time; /* of the first segment, in capture time */
  vtime last_time;
};

/* True when the sender of the first segment seen is the client: it always is, except for a SYN+ACK. */
bool connection_sender_is_client (const struct segment *first);

/* Begins the summary of the connection whose first segment this is (which is still to be added). */
void connection_summary_init (struct connection_summary *summary, const struct segment *first);

/* Counts a segment; marks as analysis_add told them. */
void connection_summary_add (struct connection_summary *summary, vtime time, bool from_client,
                             const struct segment *segment, uint16_t marks);
