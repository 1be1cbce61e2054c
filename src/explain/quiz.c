#include "explain/quiz.h"

#include "explain/event.h"
#include "explain/format.h"
#include "explain/quiz-choices.h"
#include "explain/template.h"

#include <glib/gi18n.h>

#define HOUR SEC (3600)

/* Causes at one host never reach further back than this. */
#define CAUSE_STEPS_MAX 256

struct collector
{
  const struct trace *trace;
  GArray *questions;
  guint *question_of;             /* of each event that is a moment: index + 1 */
  guint last[HOST_COUNT];         /* of each host: index + 1 of its newest question */
  guint32 connection[HOST_COUNT]; /* of each host: the one whose state is shown */
};

/* What a host can react to: also what comes so damaged that it does not count as an arrival. A program that reads is no
 * news for a learner, and TCP does nothing when one accepts or cannot. */
static bool
is_moment (const struct trace *trace, const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_ARRIVE:
      return event->knowledge != KNOWLEDGE_UNKNOWN;
    case TRACE_CALL:
      return event->reason != REASON_CALL_RECEIVE && event->reason != REASON_PROGRAM_OUT_OF_DESCRIPTORS
             && event->reason != REASON_PROGRAM_ACCEPTS_LATE;
    case TRACE_TIMER_EXPIRE:
      return true;
    case TRACE_DISCARD:
      return event->reason == REASON_DISCARD_CHECKSUM && event->cause != EVENT_NONE
             && trace_get (trace, event->cause)->kind == TRACE_CARRY;
    default:
      return false;
    }
}

/* Of an older connection than the one whose state is shown nobody can tell what comes next. A listener shows none once
 * somebody has come, but what reaches it is of the newest connection. */
static bool
is_of_what_is_shown (const struct collector *collector, const struct trace_event *event)
{
  return event->connection == 0 || event->connection >= collector->connection[event->host]
         || event->after == TCP_LISTEN;
}

static struct quiz_question *
get (struct collector *collector, guint index)
{
  return index > 0 ? &g_array_index (collector->questions, struct quiz_question, index - 1) : NULL;
}

/* Moments of one instant are one question until the host sends something: an answer to all of them. */
static void
take_moment (struct collector *collector, const struct trace_event *event)
{
  struct quiz_question *last = get (collector, collector->last[event->host]);

  if (last != NULL && last->at == event->at && last->send == EVENT_NONE && last->moment_count < QUIZ_MOMENTS_MAX)
    last->moments[last->moment_count++] = event->id;
  else
    {
      event_id before = event->id > 0 ? event->id - 1 : EVENT_NONE;
      struct quiz_question question = { .at = event->at,
                                        .moments = { event->id },
                                        .moment_count = 1,
                                        .send = EVENT_NONE,
                                        .change = EVENT_NONE,
                                        .remark = EVENT_NONE,
                                        .host = event->host,
                                        .key = { .sender = HOST_NONE, .seq = QUIZ_NONE, .ack = QUIZ_NONE } };

      question.before = (uint8_t) trace_state_at (collector->trace, event->host, before);
      question.key.state = question.before;
      g_array_append_val (collector->questions, question);
      collector->last[event->host] = collector->questions->len;
    }
  collector->question_of[event->id] = collector->last[event->host];
}

/* The question whose moment led to an event of the same host, or NULL. In a run the answer is there at once; in a
 * capture a segment that comes later names what it answers. */
static struct quiz_question *
find_question (struct collector *collector, const struct trace_event *event)
{
  event_id id = event->cause;

  for (unsigned step = 0; id != EVENT_NONE && step < CAUSE_STEPS_MAX; step++)
    {
      const struct trace_event *cause = trace_get (collector->trace, id);

      if (cause->host != event->host)
        return NULL;
      if (cause->at != event->at && id != event->cause)
        return NULL;
      if (collector->question_of[id] > 0)
        return get (collector, collector->question_of[id]);
      id = cause->cause;
    }
  return NULL;
}

static void
take_event (struct collector *collector, const struct trace_event *event)
{
  struct quiz_question *question;

  if (event->host >= HOST_COUNT)
    return;
  if (event->kind == TRACE_STATE && event->connection > collector->connection[event->host])
    collector->connection[event->host] = event->connection;
  if (is_moment (collector->trace, event) && is_of_what_is_shown (collector, event))
    take_moment (collector, event);
  if (event->kind != TRACE_SEND && event->kind != TRACE_STATE && event->kind != TRACE_DISCARD
      && event->kind != TRACE_UPDATE)
    return;
  question = find_question (collector, event);
  if (question == NULL)
    return;
  if (event->kind == TRACE_DISCARD || (event->kind == TRACE_UPDATE && question->remark == EVENT_NONE))
    question->remark = event->id;
  else if (event->kind == TRACE_STATE)
    {
      question->change = event->id;
      question->key.state = trace_state_at (collector->trace, event->host, event->id);
    }
  else if (event->kind == TRACE_SEND && question->send == EVENT_NONE
           && trace_segment (collector->trace, event->id) != NULL)
    {
      const struct segment *segment = trace_segment (collector->trace, event->id);

      question->send = event->id;
      question->key.sender = event->host;
      question->key.flags = segment->flags & QUIZ_FLAGS;
      question->key.data = segment->length > 0;
    }
}

/* What makes two questions one and the same for a learner. */
static guint64
likeness (const struct trace *trace, const struct quiz_question *question)
{
  const struct trace_event *moment = trace_get (trace, question->moments[question->moment_count - 1]);
  guint64 sent = question->send != EVENT_NONE ? trace_get (trace, question->send)->reason + 1u : 0;

  return moment->reason | sent << 16 | (guint64) question->before << 32 | (guint64) question->key.state << 36
         | (guint64) question->key.flags << 40 | (guint64) question->key.data << 48 | (guint64) question->host << 49;
}

static void
drop_alike (const struct trace *trace, GArray *questions)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint kept = 0;

  for (guint i = 0; i < questions->len; i++)
    {
      struct quiz_question question = g_array_index (questions, struct quiz_question, i);
      guint64 key = likeness (trace, &question);

      if (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)))
        g_array_index (questions, struct quiz_question, kept++) = question;
    }
  g_array_set_size (questions, kept);
}

/* What comes between a question and its answer cannot be asked for itself: the answer would show it. */
static void
drop_entangled (const struct trace *trace, GArray *questions)
{
  guint kept = 0;
  event_id answered = 0;

  for (guint i = 0; i < questions->len; i++)
    {
      struct quiz_question question = g_array_index (questions, struct quiz_question, i);

      if (question.moments[0] < answered)
        continue;
      answered = quiz_answered_until (trace, &question);
      g_array_index (questions, struct quiz_question, kept++) = question;
    }
  g_array_set_size (questions, kept);
}

/* Event ids of questions stay in order, so the rest is still in the order of the moments. */
static void
drop_surplus (GArray *questions, struct rng *rng, guint max)
{
  while (questions->len > max)
    g_array_remove_index (questions, (guint) rng_below (rng, questions->len));
}

/* All questions, without anything to choose from. */
static GArray *
collect (const struct trace *trace)
{
  struct collector collector = {
    .trace = trace,
    .questions = g_array_new (FALSE, FALSE, sizeof (struct quiz_question)),
    .question_of = g_new0 (guint, trace_length (trace) + 1),
  };

  for (size_t id = 0; id < trace_length (trace); id++)
    take_event (&collector, trace_get (trace, (event_id) id));
  g_free (collector.question_of);
  return collector.questions;
}

GArray *
quiz_questions (const struct trace *trace, uint64_t seed, guint max)
{
  GArray *questions = collect (trace);
  struct rng rng;

  rng_seed (&rng, seed);
  drop_alike (trace, questions);
  drop_entangled (trace, questions);
  drop_surplus (questions, &rng, max);
  for (guint i = 0; i < questions->len; i++)
    quiz_fill_choices (trace, &g_array_index (questions, struct quiz_question, i), &rng);
  return questions;
}

/* What comes after a question when nothing does: its host stays as it is. */
static struct quiz_question
silence_after (const struct quiz_question *last, vtime since, vtime until)
{
  struct quiz_question question = { .at = since,
                                    .silence = until - since,
                                    .moments = { last->moments[last->moment_count - 1] },
                                    .send = EVENT_NONE,
                                    .change = EVENT_NONE,
                                    .remark = EVENT_NONE,
                                    .host = last->host,
                                    .before = (uint8_t) last->key.state,
                                    .key = { .sender = HOST_NONE, .seq = QUIZ_NONE, .ack = QUIZ_NONE } };

  question.key.state = question.before;
  return question;
}

bool
quiz_last_question (const struct trace *trace, unsigned host, vtime since, vtime until, uint64_t seed,
                    struct quiz_question *question)
{
  g_autoptr (GArray) questions = collect (trace);
  struct rng rng;
  guint i = questions->len;

  while (i > 0 && g_array_index (questions, struct quiz_question, i - 1).host != host)
    i--;
  if (i == 0)
    return false;
  *question = g_array_index (questions, struct quiz_question, i - 1);
  if (question->at < since)
    *question = silence_after (question, since, until);
  rng_seed (&rng, seed);
  quiz_fill_choices (trace, question, &rng);
  return true;
}

/* "24 h": longer than the clock of a run is made for. */
static char *
long_span (vtime span)
{
  return span >= HOUR && span % HOUR == 0 ? g_strdup_printf ("%d h", (int) (span / HOUR))
                                          : explain_format_duration (span);
}

char *
quiz_moment_text (const struct trace *trace, const struct quiz_question *question)
{
  GString *text = g_string_new (NULL);

  if (question->moment_count == 0)
    {
      g_autofree char *span = long_span (question->silence);
      g_autofree char *silence
          = explain_fill (_ ("For {span} nothing arrives, and the program does nothing"), "span", span, NULL);

      g_string_append (text, silence);
    }
  for (unsigned i = 0; i < question->moment_count; i++)
    {
      g_autofree char *title = explain_event_title (trace, question->moments[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", title);
    }
  return g_string_free (text, FALSE);
}

const char *
quiz_set_rules (void)
{
  return _ ("The host has room for 8000 octets, acknowledges at once, and follows Nagle’s algorithm.");
}

event_id
quiz_asked_until (const struct trace *trace, const struct quiz_question *question)
{
  return question->moment_count > 0 ? question->moments[0] + 1 : (event_id) trace_length (trace);
}

event_id
quiz_answered_until (const struct trace *trace, const struct quiz_question *question)
{
  const event_id parts[] = { question->send, question->change, question->remark };
  event_id until = quiz_asked_until (trace, question);

  for (unsigned i = 0; i < question->moment_count; i++)
    until = MAX (until, question->moments[i] + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != EVENT_NONE)
      until = MAX (until, parts[i] + 1);
  return until;
}

event_id
quiz_told_by (const struct quiz_question *question)
{
  const event_id told[] = { question->send, question->change, question->remark };

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    if (told[i] != EVENT_NONE)
      return told[i];
  return question->moments[MAX (question->moment_count, 1) - 1];
}
