/* A moment of a run by what happens in it, not by the clock: "A sends data 3", "B enters CLOSE-WAIT", "A expires RTO".
 *
 * Lessons bind their steps to moments, so that a step finds its place whatever the delays are. A moment is written
 *
 *   start                      before anything has happened
 *   end                        nothing more happens by itself
 *   HOST calls CALL [N]        CALL: listen, connect, send, receive, shutdown, close, abort
 *   HOST sends KIND [N]        KIND: SYN, SYN,ACK, ACK, data, FIN, RST, any
 *   HOST receives KIND [N]
 *   HOST discards KIND [N]
 *   HOST loses KIND [N]        a segment that HOST sent is lost on the link
 *   HOST enters STATE [N]      STATE as RFC 9293 writes it
 *   HOST starts TIMER [N]      TIMER: RTO, persist, 2MSL, keep-alive …
 *   HOST stops TIMER [N]
 *   HOST expires TIMER [N]
 *   HOST has REASON [N]        REASON: as in the last column of the trace, "RETRANSMIT_FAST"
 *
 * with HOST A or B, or "link" before "has", and N the how manieth time since the run began, 1 when it is left out. */
#pragma once

#include "trace/trace.h"
#include "wire/segment-kind.h"

#define MOMENT_TEXT_MAX 128

enum moment_kind
{
  MOMENT_START,
  MOMENT_END,
  MOMENT_EVENT,
};

struct moment
{
  uint8_t kind;    /* enum moment_kind; the rest is of MOMENT_EVENT */
  uint8_t host;    /* HOST_A, HOST_B, HOST_NONE for the link */
  uint8_t event;   /* enum trace_kind; TRACE_KIND_COUNT when only the reason counts */
  uint8_t segment; /* enum segment_kind of SEND, ARRIVE, DISCARD, LOSS */
  uint8_t state;   /* enum tcp_state of STATE */
  uint8_t timer;   /* enum tcp_timer of TIMER_… */
  uint16_t reason; /* of a CALL or when only the reason counts */
  uint32_t nth;
};

/* What is wrong with a text. */
enum moment_fault
{
  MOMENT_OK,
  MOMENT_WRONG_HOST,
  MOMENT_WRONG_VERB,
  MOMENT_WRONG_OBJECT,
  MOMENT_WRONG_NUMBER,
};

/* Reads a moment; on a fault `word` is the word that is wrong ("" when it is missing). */
enum moment_fault moment_parse (const char *text, struct moment *moment, char word[static MOMENT_TEXT_MAX]);

/* The words that may stand at the place of a fault, "A, B, start, end" (of an object: those of the verb in `text`). */
void moment_allowed (const char *text, enum moment_fault fault, char allowed[static 4 * MOMENT_TEXT_MAX]);

/* True when an event is one of the kind that the moment means, whatever its number. */
bool moment_fits (const struct trace *trace, const struct moment *moment, event_id id);

/* The event that the moment means, or EVENT_NONE as long as it has not happened; also for start and end. */
event_id moment_find (const struct trace *trace, const struct moment *moment);
