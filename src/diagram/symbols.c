#include "diagram/symbols.h"

void
symbols_init (struct symbols *symbols)
{
  *symbols = (struct symbols){
    .closer = HOST_NONE,
    .u_from = EVENT_NONE,
    .v_from = EVENT_NONE,
    .w_from = EVENT_NONE,
  };
}

static void
take_first_fin (struct symbols *symbols, const struct trace_event *send, const struct segment *segment)
{
  unsigned peer = send->host ^ 1u;

  symbols->closer = send->host;
  symbols->u = segment->seq + segment->length + ((segment->flags & TCP_SYN) != 0);
  symbols->u_from = send->id;
  symbols->v = symbols->sent[peer] ? symbols->next[peer] : segment->ack;
  symbols->v_from = send->id;
}

/* The peer of the first closer sends. Returns true when v is another number than was supposed. */
static bool
take_peer (struct symbols *symbols, const struct trace_event *send, const struct segment *segment)
{
  bool fin = (segment->flags & TCP_FIN) != 0 && !symbols->peer_fin;
  bool acknowledges = (segment->flags & TCP_ACK) != 0 && seq_gt (segment->ack, symbols->u);
  uint32_t fin_number = segment->seq + segment->length;
  uint32_t before = symbols->v;

  symbols->peer_fin |= fin;
  if (symbols->v_final && fin)
    {
      symbols->w = fin_number;
      symbols->w_from = send->id;
    }
  else if (!symbols->v_final && (fin || acknowledges))
    {
      symbols->v = fin ? fin_number : segment->seq;
      symbols->v_final = true;
    }
  return symbols->v != before;
}

bool
symbols_take (struct symbols *symbols, const struct trace_event *send, const struct segment *segment)
{
  unsigned host = send->host;
  uint32_t end = segment->seq + segment_len (segment);
  bool changed = false;

  if (symbols->closer == HOST_NONE && (segment->flags & TCP_FIN) != 0)
    take_first_fin (symbols, send, segment);
  else if (symbols->closer != HOST_NONE && symbols->closer != host)
    changed = take_peer (symbols, send, segment);
  symbols->next[host] = symbols->sent[host] ? seq_max (symbols->next[host], end) : end;
  symbols->sent[host] = true;
  return changed;
}

/* True when a letter that is used from `from` on is the one for a number. */
static bool
letter_fits (event_id from, event_id send, uint32_t base, uint32_t number)
{
  return from != EVENT_NONE && send >= from && seq_geq (number, base);
}

struct symbolic
symbols_number (const struct symbols *symbols, const struct trace *trace, unsigned space, uint32_t number,
                event_id send)
{
  const struct trace_host *host = trace_host_const (trace, space);
  bool closers = space == symbols->closer;
  uint32_t base = host->iss;
  char letter = space == HOST_A ? 'x' : 'y';

  if (closers && letter_fits (symbols->u_from, send, symbols->u, number))
    {
      letter = 'u';
      base = symbols->u;
    }
  else if (!closers && letter_fits (symbols->w_from, send, symbols->w, number))
    {
      letter = 'w';
      base = symbols->w;
    }
  else if (!closers && letter_fits (symbols->v_from, send, symbols->v, number))
    {
      letter = 'v';
      base = symbols->v;
    }
  else if (!host->iss_known)
    return (struct symbolic){ .letter = '\0', .offset = seq_diff (number, host->iss) };
  return (struct symbolic){ .letter = letter, .offset = seq_diff (number, base) };
}
