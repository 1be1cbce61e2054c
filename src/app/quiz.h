/* What is open, played as a quiz, or the set of 25 questions: which question is open, what was answered, and how many
 * were right.
 *
 * While a question is open the session's horizon is behind its moment: the moment can be seen, nothing of the answer,
 * and nobody can step past it. Once answered, the run goes on to what really happened, but not to the moment of the
 * next question. Each question of the set is a document of its own.
 *
 * Signal "changed": another question, an answer, the end, or on and off. */
#pragma once

#include "app/session.h"
#include "explain/quiz.h"

#define HS_TYPE_QUIZ (hs_quiz_get_type ())
G_DECLARE_FINAL_TYPE (HsQuiz, hs_quiz, HS, QUIZ, GObject)

typedef enum
{
  HS_QUIZ_OFF,
  HS_QUIZ_ASKING,
  HS_QUIZ_ANSWERED, /* the answer is shown, until hs_quiz_next */
  HS_QUIZ_DONE,     /* the score is shown */
} HsQuizPhase;

HsQuiz *hs_quiz_new (HsSession *session);

/* Asks about the whole of what is open, from its beginning. Equal seeds ask alike. False, and nothing happens, when
 * there is nothing to ask. */
gboolean hs_quiz_start (HsQuiz *self, guint64 seed);

/* Opens the set of questions in place of what is open. Seed 0 has the textbook's numbers, others have others. */
void hs_quiz_start_set (HsQuiz *self, guint64 seed);

/* A short one, so that it can be said and typed. */
guint64 hs_quiz_random_seed (void);

/* The same once more, with another seed. */
void hs_quiz_again (HsQuiz *self, guint64 seed);

/* What was open is all there again; the set is closed. */
void hs_quiz_stop (HsQuiz *self);

HsQuizPhase hs_quiz_get_phase (HsQuiz *self);
HsSession *hs_quiz_get_session (HsQuiz *self);
gboolean hs_quiz_is_set (HsQuiz *self);
guint64 hs_quiz_get_seed (HsQuiz *self);

/* The question that is open or answered, numbered from 0; NULL in other phases. */
const struct quiz_question *hs_quiz_get_question (HsQuiz *self);
guint hs_quiz_get_index (HsQuiz *self);
guint hs_quiz_count (HsQuiz *self);

/* All of them, elements struct quiz_question. */
const GArray *hs_quiz_get_questions (HsQuiz *self);

/* Questions that were right in every field so far, and those that were skipped. */
guint hs_quiz_get_right (HsQuiz *self);
guint hs_quiz_get_skipped (HsQuiz *self);

typedef enum
{
  HS_QUIZ_OPEN,
  HS_QUIZ_IS_RIGHT,
  HS_QUIZ_IS_WRONG,
  HS_QUIZ_IS_SKIPPED,
} HsQuizOutcome;

HsQuizOutcome hs_quiz_get_outcome (HsQuiz *self, guint index);

/* What has just happened when a question is asked, and the state that the host is in (enum tcp_state). */
const char *hs_quiz_get_moment (HsQuiz *self, guint index);
int hs_quiz_get_state (HsQuiz *self, guint index);

/* What was answered to the question; NULL while it is open, or when it was skipped. */
const struct quiz_answer *hs_quiz_get_answer (HsQuiz *self);

/* Answers the open question; NULL skips it. */
void hs_quiz_answer (HsQuiz *self, const struct quiz_answer *answer);

/* From an answer to the next question, or to the score. */
void hs_quiz_next (HsQuiz *self);
