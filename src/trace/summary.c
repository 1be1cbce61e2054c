#include "trace/summary.h"

bool
connection_sender_is_client (const struct segment *first)
{
  return (first->flags & (TCP_SYN | TCP_ACK)) != (TCP_SYN | TCP_ACK);
}

void
connection_summary_init (struct connection_summary *summary, const struct segment *first)
{
  bool from_client = connection_sender_is_client (first);

  *summary = (struct connection_summary){
    .client = from_client ? first->source : first->destination,
    .server = from_client ? first->destination : first->source,
  };
}

void
connection_summary_add (struct connection_summary *summary, vtime time, bool from_client, const struct segment *segment,
                        uint16_t marks)
{
  bool first = summary->client_to_server.segments + summary->server_to_client.segments == 0;
  struct direction_summary *direction = from_client ? &summary->client_to_server : &summary->server_to_client;

  if (first || time < summary->first_time)
    summary->first_time = time;
  if (first || time > summary->last_time)
    summary->last_time = time;
  direction->segments++;
  direction->octets += segment->length;
  direction->syns += (segment->flags & TCP_SYN) != 0;
  direction->fins += (segment->flags & TCP_FIN) != 0;
  direction->resets += (segment->flags & TCP_RST) != 0;
  direction->retransmissions += (marks & MARK_RETRANSMISSION) != 0;
  direction->duplicate_acks += (marks & MARK_DUPLICATE_ACK) != 0;
}
