#include "app/quiz.h"

/* More at a sitting tire. */
#define QUESTIONS_MAX 12

struct _HsQuiz
{
  GObject parent_instance;

  HsSession *session;
  GArray *questions; /* of struct quiz_question */
  HsQuizPhase phase;
  guint index;
  guint right;
  guint skipped;
  struct quiz_answer answer;
  gboolean answered; /* with answer, not skipped */
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

static void
enter (HsQuiz *self, HsQuizPhase phase)
{
  self->phase = phase;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Shows what can be known when the question is asked. */
static void
ask (HsQuiz *self, guint index)
{
  vtime at = question_at (self, index)->at;

  self->index = index;
  self->answered = FALSE;
  hs_session_set_horizon (self->session, at);
  hs_session_seek (self->session, at);
  enter (self, HS_QUIZ_ASKING);
}

/* When what a question is about has come to its end: the arrival of what was sent, or its loss. */
static vtime
end_of (HsQuiz *self, const struct quiz_question *question)
{
  struct flights *flights = hs_session_get_flights (self->session);
  size_t index = question->send != EVENT_NONE ? flights_find (flights, question->send) : SIZE_MAX;
  vtime told = trace_get (hs_session_get_trace (self->session), quiz_told_by (question))->at;

  return index != SIZE_MAX ? MAX (told, flights_get (flights, index)->end) : MAX (told, question->at);
}

/* What really happened, but nothing of what is still to be asked: two questions may share an instant. */
static void
reveal (HsQuiz *self)
{
  const struct quiz_question *question = question_at (self, self->index);
  vtime horizon = self->index + 1 < self->questions->len ? question_at (self, self->index + 1)->at : VTIME_NEVER;

  hs_session_set_horizon (self->session, horizon);
  hs_session_seek (self->session, end_of (self, question));
  hs_session_select (self->session, quiz_told_by (question));
}

gboolean
hs_quiz_start (HsQuiz *self, guint64 seed)
{
  const struct trace *trace = hs_session_get_trace (self->session);

  hs_quiz_stop (self);
  if (trace == NULL)
    return FALSE;
  hs_session_go_end (self->session);
  g_clear_pointer (&self->questions, g_array_unref);
  self->questions = quiz_questions (trace, seed, QUESTIONS_MAX);
  hs_session_go_start (self->session);
  if (self->questions->len == 0)
    return FALSE;
  self->right = 0;
  self->skipped = 0;
  hs_session_select (self->session, EVENT_NONE);
  ask (self, 0);
  return TRUE;
}

void
hs_quiz_stop (HsQuiz *self)
{
  if (self->phase == HS_QUIZ_OFF)
    return;
  hs_session_set_horizon (self->session, VTIME_NEVER);
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
  return self->questions != NULL ? self->questions->len : 0;
}

guint
hs_quiz_get_right (HsQuiz *self)
{
  return self->right;
}

guint
hs_quiz_get_skipped (HsQuiz *self)
{
  return self->skipped;
}

const struct quiz_answer *
hs_quiz_get_answer (HsQuiz *self)
{
  return self->phase == HS_QUIZ_ANSWERED && self->answered ? &self->answer : NULL;
}

void
hs_quiz_answer (HsQuiz *self, const struct quiz_answer *answer)
{
  g_return_if_fail (self->phase == HS_QUIZ_ASKING);

  self->answered = answer != NULL;
  if (answer != NULL)
    {
      self->answer = *answer;
      self->right += quiz_is_right (question_at (self, self->index), answer);
    }
  else
    self->skipped++;
  reveal (self);
  enter (self, HS_QUIZ_ANSWERED);
}

void
hs_quiz_next (HsQuiz *self)
{
  g_return_if_fail (self->phase == HS_QUIZ_ANSWERED);

  if (self->index + 1 < self->questions->len)
    ask (self, self->index + 1);
  else
    enter (self, HS_QUIZ_DONE);
}

static void
hs_quiz_dispose (GObject *object)
{
  HsQuiz *self = HS_QUIZ (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->questions, g_array_unref);
  G_OBJECT_CLASS (hs_quiz_parent_class)->dispose (object);
}

static void
hs_quiz_class_init (HsQuizClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_quiz_dispose;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", HS_TYPE_QUIZ, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hs_quiz_init (HsQuiz *self)
{
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
