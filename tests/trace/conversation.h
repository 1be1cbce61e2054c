/* Captured conversations as lines of text, for the tests of the inference.
 *
 *   { MS (0), "> S 0:0(0) win 65535 <mss 1460>" },
 *   { MS (10), "< S. 0:0(0) ack 1 win 65535" },
 *
 * ">" is from the client. Numbers are relative to CLIENT_ISS and SERVER_ISS, which lie so that both wrap around. */
#pragma once

#include "trace/infer.h"
#include "trace/text.h"
#include "wire/segment-text.h"

#include <glib.h>
#include <string.h>

#define CLIENT_ISS 0xfffffff0u
#define SERVER_ISS 0xffffff00u

struct line
{
  vtime time;
  const char *text;
};

struct conversation
{
  GArray *segments; /* struct captured_segment */
  struct trace *trace;
  struct inference inference;
};

static inline struct segment
segment_from_text (const char *text)
{
  struct segment segment;
  bool from_client = text[0] == '>';
  const char *error = segment_parse (text + 2, from_client ? CLIENT_ISS : SERVER_ISS,
                                     from_client ? SERVER_ISS : CLIENT_ISS, &segment);

  if (error != NULL)
    g_error ("%s: %s", text, error);
  struct endpoint client = { .address = ip_address_v4 (10, 0, 0, 1), .port = 40000 };
  struct endpoint server = { .address = ip_address_v4 (10, 0, 0, 2), .port = 80 };
  segment.source = from_client ? client : server;
  segment.destination = from_client ? server : client;
  return segment;
}

static inline struct conversation
conversation_begin (const struct line *lines, size_t count)
{
  struct conversation conversation
      = { .segments = g_array_new (FALSE, TRUE, sizeof (struct captured_segment)), .trace = NULL };

  for (size_t i = 0; i < count; i++)
    {
      struct captured_segment captured = {
        .time = lines[i].time,
        .from_client = lines[i].text[0] == '>',
        .segment = segment_from_text (lines[i].text),
      };

      g_array_append_val (conversation.segments, captured);
    }
  conversation.trace
      = infer_trace ((const struct captured_segment *) conversation.segments->data, count, &conversation.inference);
  g_assert_nonnull (conversation.trace);
  return conversation;
}

static inline void
conversation_end (struct conversation *conversation)
{
  trace_free (conversation->trace);
  g_array_unref (conversation->segments);
}

/* The event of a kind about the captured segment number index, or NULL. */
static inline const struct trace_event *
find_event (const struct trace *trace, enum trace_kind kind, size_t index)
{
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      const struct trace_event *event = trace_get (trace, id);

      if (event->kind == kind && event->command == index)
        return event;
    }
  return NULL;
}

/* What every inferred trace must be, whatever was captured: each segment is sent once, in the order of the capture, not
 * after it was captured, and then arrives once, not before, or is lost. */
static inline void
assert_sound (const struct conversation *conversation)
{
  const struct trace *trace = conversation->trace;
  vtime origin = conversation->inference.origin;
  event_id last_send[HOST_COUNT] = { EVENT_NONE, EVENT_NONE };

  for (size_t i = 0; i < conversation->segments->len; i++)
    {
      const struct captured_segment *captured = &g_array_index (conversation->segments, struct captured_segment, i);
      const struct trace_event *send = find_event (trace, TRACE_SEND, i), *carry = find_event (trace, TRACE_CARRY, i);
      const struct trace_event *arrive = find_event (trace, TRACE_ARRIVE, i), *loss = find_event (trace, TRACE_LOSS, i);
      unsigned from = captured->from_client ? HOST_A : HOST_B;

      g_assert_nonnull (send);
      g_assert_nonnull (carry);
      g_assert_true ((arrive != NULL) != (loss != NULL));
      g_assert_cmpuint (send->host, ==, from);
      g_assert_cmpuint (carry->cause, ==, send->id);
      g_assert_cmpint (send->at + origin, <=, captured->time);
      g_assert_cmpint (carry->at, ==, send->at);
      g_assert_cmpuint (trace_segment (trace, send->id)->seq, ==, captured->segment.seq);
      if (arrive != NULL)
        {
          g_assert_cmpuint (arrive->host, ==, 1 - from);
          g_assert_cmpuint (arrive->cause, ==, carry->id);
          g_assert_cmpint (arrive->at + origin, >=, captured->time);
          g_assert_cmpint (carry->until, ==, arrive->at);
          g_assert_true (trace_segment (trace, arrive->id) == trace_segment (trace, send->id));
        }
      if (loss != NULL)
        {
          g_assert_cmpuint (loss->cause, ==, carry->id);
          g_assert_cmpint (loss->at + origin, >=, captured->time);
          g_assert_cmpint (loss->at, <=, carry->until);
        }
      if (last_send[from] != EVENT_NONE)
        g_assert_cmpuint (send->id, >, last_send[from]);
      last_send[from] = send->id;
    }
  g_assert_cmpint (trace_get (trace, 0)->at, ==, 0);
}

/* The states of one end as they follow: "SYN-SENT! ESTABLISHED? …", "!" proven, "?" inferred, "*" unknown. */
static inline char *
states_of (const struct trace *trace, unsigned host)
{
  GString *text = g_string_new (NULL);

  for (event_id id = 0; id < trace_length (trace); id++)
    {
      const struct trace_event *event = trace_get (trace, id);

      if (event->kind == TRACE_STATE && event->host == host)
        g_string_append_printf (text, "%s%s%c", text->len > 0 ? " " : "", tcp_state_name (event->after),
                                "!?*"[event->knowledge]);
    }
  return g_string_free (text, FALSE);
}

#define assert_states(trace, host, expected)                                                                           \
  do                                                                                                                   \
    {                                                                                                                  \
      char *states_ = states_of (trace, host);                                                                         \
      g_assert_cmpstr (states_, ==, expected);                                                                         \
      g_free (states_);                                                                                                \
    }                                                                                                                  \
  while (0)
