#include "app/quiz.h"

#include "sim/exercise.h"

#include <glib/gi18n.h>

/* More at a sitting tire; the set can be left at any question. */
#define QUESTIONS_MAX 12

#define SEED_MAX 9999

struct _HsQuiz
{
  GObject parent_instance;

  HsSession *session;
  GArray *questions;  /* of struct quiz_question; of the set in the order of the exercises */
  GArray *outcomes;   /* of HsQuizOutcome */
  GPtrArray *moments; /* of char *: what each question asks about, as the traces of the set do not stay */
  gboolean set;
  guint64 seed;
  vtime end; /* of the exercise that is open: time passes up to there even when nothing happens */
  HsQuizPhase phase;
  guint index;
  struct quiz_answer answer;
  gboolean answered; /* with answer, not skipped */
  gboolean showing;  /* the session changes what it shows because this quiz does */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_COUNT,
};

static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (HsQuiz, hs_quiz, G_TYPE_OBJECT)

static const struct quiz_question *
question_at (HsQuiz *self, guint index)
{
  return &g_array_index (self->questions, struct quiz_question, index);
}

static HsQuizOutcome *
outcome_at (HsQuiz *self, guint index)
{
  return &g_array_index (self->outcomes, HsQuizOutcome, index);
}

static void
enter (HsQuiz *self, HsQuizPhase phase)
{
  self->phase = phase;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_horizon (HsQuiz *self, event_id horizon, vtime until)
{
  self->showing = TRUE;
  hs_session_set_horizon (self->session, horizon, until);
  self->showing = FALSE;
}

/* --- the set --- */

static struct trace *
run_exercise (HsQuiz *self, guint number, struct exercise_span *span)
{
  struct trace *trace = exercise_run (number, self->seed, span);

  if (trace == NULL)
    g_error ("out of memory");
  return trace;
}

/* A new quiz without questions. */
static void
clear (HsQuiz *self, gboolean set, guint64 seed)
{
  g_array_set_size (self->questions, 0);
  g_array_set_size (self->outcomes, 0);
  g_ptr_array_set_size (self->moments, 0);
  self->set = set;
  self->seed = seed;
}

static void
add_question (HsQuiz *self, const struct trace *trace, const struct quiz_question *question)
{
  HsQuizOutcome outcome = HS_QUIZ_OPEN;

  g_array_append_val (self->questions, *question);
  g_array_append_val (self->outcomes, outcome);
  g_ptr_array_add (self->moments, quiz_moment_text (trace, question));
}

static void
add_set (HsQuiz *self)
{
  for (unsigned number = 0; number < exercise_count (); number++)
    {
      struct quiz_question question;
      struct exercise_span span;
      struct trace *trace = run_exercise (self, number, &span);

      if (!quiz_last_question (trace, exercise_host (number), span.since, span.until, self->seed, &question))
        g_assert_not_reached ();
      add_question (self, trace, &question);
      trace_free (trace);
    }
}

static void
open_exercise (HsQuiz *self, guint number)
{
  struct exercise_span span;
  struct trace *trace = run_exercise (self, number, &span);

  self->end = span.until;
  self->showing = TRUE;
  hs_session_open_exercise (self->session, trace, _ ("25 questions"));
  self->showing = FALSE;
}

/* --- a question --- */

/* Shows what can be known when the question is asked: its moment, and nothing of what follows from it. */
static void
ask (HsQuiz *self, guint index)
{
  const struct quiz_question *question = question_at (self, index);

  self->index = index;
  self->answered = FALSE;
  if (self->set)
    open_exercise (self, index);
  hs_session_select (self->session, EVENT_NONE);
  set_horizon (self, quiz_asked_until (hs_session_get_whole_trace (self->session), question), question->at);
  enter (self, HS_QUIZ_ASKING);
}

/* When what a question is about has come to its end: the arrival of what was sent, or its loss. */
static vtime
end_of (HsQuiz *self, const struct quiz_question *question)
{
  const struct trace *trace = hs_session_get_whole_trace (self->session);
  struct flights *flights = flights_new (trace);
  size_t index = SIZE_MAX;
  vtime end = trace_get (trace, quiz_answered_until (trace, question) - 1)->at;

  if (flights == NULL || !flights_update (flights))
    g_error ("out of memory");
  if (question->send != EVENT_NONE)
    index = flights_find (flights, question->send);
  if (index != SIZE_MAX)
    end = MAX (end, flights_get (flights, index)->end);
  flights_free (flights);
  return end;
}

/* What really happened, but nothing of what is still to be asked: the moment of the next question may be of the same
 * instant. */
static void
reveal (HsQuiz *self)
{
  const struct quiz_question *question = question_at (self, self->index);
  const struct trace *trace = hs_session_get_whole_trace (self->session);
  event_id horizon = (event_id) trace_length (trace);
  vtime until = end_of (self, question);

  if (self->set)
    until = MAX (until, self->end);
  else if (self->index + 1 < self->questions->len)
    {
      const struct quiz_question *next = question_at (self, self->index + 1);

      horizon = next->moments[0];
      until = MIN (until, next->at);
    }
  set_horizon (self, MIN (horizon, (event_id) trace_count_until (trace, until)), until);
  hs_session_select (self->session, quiz_told_by (question));
}

/* --- beginning and ending --- */

gboolean
hs_quiz_start (HsQuiz *self, guint64 seed)
{
  const struct trace *trace;
  g_autoptr (GArray) questions = NULL;

  hs_quiz_stop (self);
  if (hs_session_get_trace (self->session) == NULL)
    return FALSE;
  hs_session_go_end (self->session);
  trace = hs_session_get_trace (self->session);
  questions = quiz_questions (trace, seed, QUESTIONS_MAX);
  clear (self, FALSE, seed);
  for (guint i = 0; i < questions->len; i++)
    add_question (self, trace, &g_array_index (questions, struct quiz_question, i));
  if (questions->len > 0)
    ask (self, 0);
  else
    hs_session_go_start (self->session);
  return questions->len > 0;
}

void
hs_quiz_start_set (HsQuiz *self, guint64 seed)
{
  if (!self->set)
    hs_quiz_stop (self);
  clear (self, TRUE, seed);
  add_set (self);
  ask (self, 0);
}

guint64
hs_quiz_random_seed (void)
{
  return (guint64) g_random_int_range (1, SEED_MAX + 1);
}

void
hs_quiz_again (HsQuiz *self, guint64 seed)
{
  if (self->set)
    hs_quiz_start_set (self, seed);
  else
    hs_quiz_start (self, seed);
}

void
hs_quiz_stop (HsQuiz *self)
{
  gboolean set = self->set;

  if (self->phase == HS_QUIZ_OFF || self->showing)
    return;
  self->set = FALSE;
  self->phase = HS_QUIZ_OFF;
  if (set && hs_session_get_document (self->session) == HS_DOCUMENT_EXERCISE)
    hs_session_close_document (self->session);
  else if (hs_session_get_trace (self->session) != NULL)
    set_horizon (self, EVENT_NONE, VTIME_NEVER);
  enter (self, HS_QUIZ_OFF);
}

HsQuizPhase
hs_quiz_get_phase (HsQuiz *self)
{
  return self->phase;
}

HsSession *
hs_quiz_get_session (HsQuiz *self)
{
  return self->session;
}

gboolean
hs_quiz_is_set (HsQuiz *self)
{
  return self->set;
}

guint64
hs_quiz_get_seed (HsQuiz *self)
{
  return self->seed;
}

const struct quiz_question *
hs_quiz_get_question (HsQuiz *self)
{
  if (self->phase != HS_QUIZ_ASKING && self->phase != HS_QUIZ_ANSWERED)
    return NULL;
  return question_at (self, self->index);
}

guint
hs_quiz_get_index (HsQuiz *self)
{
  return self->index;
}

guint
hs_quiz_count (HsQuiz *self)
{
  return self->questions->len;
}

const GArray *
hs_quiz_get_questions (HsQuiz *self)
{
  return self->questions;
}

/* --- the outcome --- */

HsQuizOutcome
hs_quiz_get_outcome (HsQuiz *self, guint index)
{
  g_return_val_if_fail (index < hs_quiz_count (self), HS_QUIZ_OPEN);

  return *outcome_at (self, index);
}

const char *
hs_quiz_get_moment (HsQuiz *self, guint index)
{
  g_return_val_if_fail (index < hs_quiz_count (self), NULL);

  return g_ptr_array_index (self->moments, index);
}

int
hs_quiz_get_state (HsQuiz *self, guint index)
{
  g_return_val_if_fail (index < hs_quiz_count (self), TCP_CLOSED);

  return question_at (self, index)->before;
}

static guint
count_outcomes (HsQuiz *self, HsQuizOutcome outcome)
{
  guint count = 0;

  for (guint i = 0; i < hs_quiz_count (self); i++)
    count += *outcome_at (self, i) == outcome;
  return count;
}

guint
hs_quiz_get_right (HsQuiz *self)
{
  return count_outcomes (self, HS_QUIZ_IS_RIGHT);
}

guint
hs_quiz_get_skipped (HsQuiz *self)
{
  return count_outcomes (self, HS_QUIZ_IS_SKIPPED);
}

const struct quiz_answer *
hs_quiz_get_answer (HsQuiz *self)
{
  return self->phase == HS_QUIZ_ANSWERED && self->answered ? &self->answer : NULL;
}

void
hs_quiz_answer (HsQuiz *self, const struct quiz_answer *answer)
{
  gboolean right;

  g_return_if_fail (self->phase == HS_QUIZ_ASKING);

  self->answered = answer != NULL;
  right = answer != NULL && quiz_is_right (question_at (self, self->index), answer);
  *outcome_at (self, self->index) = answer == NULL ? HS_QUIZ_IS_SKIPPED : right ? HS_QUIZ_IS_RIGHT : HS_QUIZ_IS_WRONG;
  if (answer != NULL)
    self->answer = *answer;
  reveal (self);
  enter (self, HS_QUIZ_ANSWERED);
}

/* The score of a run leaves the run to whoever played it. */
void
hs_quiz_next (HsQuiz *self)
{
  g_return_if_fail (self->phase == HS_QUIZ_ANSWERED);

  if (self->index + 1 < self->questions->len)
    ask (self, self->index + 1);
  else
    {
      if (!self->set)
        set_horizon (self, EVENT_NONE, VTIME_NEVER);
      enter (self, HS_QUIZ_DONE);
    }
}

static void
hs_quiz_dispose (GObject *object)
{
  HsQuiz *self = HS_QUIZ (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_quiz_parent_class)->dispose (object);
}

static void
hs_quiz_finalize (GObject *object)
{
  HsQuiz *self = HS_QUIZ (object);

  g_array_unref (self->questions);
  g_array_unref (self->outcomes);
  g_ptr_array_unref (self->moments);
  G_OBJECT_CLASS (hs_quiz_parent_class)->finalize (object);
}

static void
hs_quiz_class_init (HsQuizClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_quiz_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_quiz_finalize;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", HS_TYPE_QUIZ, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hs_quiz_init (HsQuiz *self)
{
  self->questions = g_array_new (FALSE, FALSE, sizeof (struct quiz_question));
  self->outcomes = g_array_new (FALSE, FALSE, sizeof (HsQuizOutcome));
  self->moments = g_ptr_array_new_with_free_func (g_free);
}

HsQuiz *
hs_quiz_new (HsSession *session)
{
  HsQuiz *self = g_object_new (HS_TYPE_QUIZ, NULL);

  self->session = g_object_ref (session);
  /* Questions are about what was open. */
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (hs_quiz_stop), self);
  return self;
}
