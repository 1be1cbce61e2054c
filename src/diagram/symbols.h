/* The textbook's letters, computed from the octets: x and y are the initial sequence numbers of A and B; u is the
 * number of the first closer's FIN, v the peer's next number when it acknowledges that FIN, w the peer's own FIN when
 * another segment carries it. */
#pragma once

#include "trace/trace.h"

struct symbols
{
  uint32_t next[HOST_COUNT]; /* one past the highest number sent so far */
  bool sent[HOST_COUNT];     /* next holds a number */
  uint8_t closer;            /* who sent a FIN first; HOST_NONE: nobody yet */
  uint32_t u, v, w;
  event_id u_from; /* the letter is used from this event on, EVENT_NONE: not yet */
  event_id v_from;
  event_id w_from;
  bool v_final;  /* the peer has acknowledged the FIN, or sent its own */
  bool peer_fin; /* the peer has sent its FIN */
};

void symbols_init (struct symbols *symbols);

/* Takes in a TRACE_SEND. Returns true when that changed what letters of earlier events mean. */
bool symbols_take (struct symbols *symbols, const struct trace_event *send, const struct segment *segment);

struct symbolic
{
  char letter;    /* '\0': the number stands for itself */
  int64_t offset; /* behind the letter */
};

/* What to write for a number of the sequence space of host `space`, in a segment sent by event `send`. */
struct symbolic symbols_number (const struct symbols *symbols, const struct trace *trace, unsigned space,
                                uint32_t number, event_id send);
