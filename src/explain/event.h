/* An event of a trace in words: what happened, by which rule, with the numbers of that moment, and what comes next. */
#pragma once

#include "trace/flight.h"
#include "trace/trace.h"

#include <glib.h>

/* One line of the check: "FIN takes one number", "SND.NXT 601 + 1 = 602", holds. */
struct explain_check
{
  char *label;
  char *value;
  bool holds;
};

struct explanation
{
  event_id id;
  char *direction;     /* "B → A" of a segment, else the host's name; "" for the link and commands */
  char *when;          /* "1.300 s" */
  char *title;         /* "B sends its FIN" */
  char *text;          /* one to three sentences */
  char *section;       /* "RFC 9293, section 3.10.4"; NULL when no RFC is behind it */
  char *section_title; /* "CLOSE call"; NULL */
  char *url;           /* of the section; NULL */
  unsigned host;       /* whose state before and after are, or HOST_NONE */
  enum tcp_state before;
  enum tcp_state after; /* equal to before when the event did not change it */
  GPtrArray *checks;    /* of struct explain_check; may be empty */
  char *next_actor;     /* "A’s TCP"; NULL when nothing is awaited */
  char *next_detail;    /* "ack 602 on arrival at 1.350 s"; NULL */
  GArray *chain;        /* of event_id: what led to it, oldest first, without the event itself */
};

/* Never NULL for an id of the trace. */
struct explanation *explain_event (const struct trace *trace, event_id id);
void explanation_free (struct explanation *explanation);

/* For g_autoptr (Explanation), which needs a name of one word. */
typedef struct explanation Explanation;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Explanation, explanation_free)

/* Title alone: rows of the cause chain, captions. Free with g_free. */
char *explain_event_title (const struct trace *trace, event_id id);

/* The event as one sentence, for the transcript and for reading aloud:
 * "1.300 s, B to A, FIN ACK, seq 601, ack 112, in flight; B: CLOSE-WAIT to LAST-ACK". Free with g_free. */
char *explain_event_line (const struct trace *trace, event_id id);

/* The same for a flight with the fate that it has now: "…, arrived", "…, lost". Free with g_free. */
char *explain_flight_line (const struct trace *trace, const struct flight *flight);
