/* Right or wrong, field by field, and one sentence on what is wrong. */
#include "explain/context.h"
#include "explain/event.h"
#include "explain/quiz-myths.h"
#include "explain/quiz.h"
#include "explain/segment-name.h"
#include "explain/template.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#define MINUS "\xe2\x88\x92"

static bool
is_sent (const struct quiz_question *question)
{
  return question->key.sender != HOST_NONE;
}

static bool
is_same_number (const struct quiz_choice *choices, unsigned count, int taken, int right)
{
  return taken >= 0 && (unsigned) taken < count && taken == right && choices != NULL;
}

enum quiz_verdict
quiz_judge (const struct quiz_question *question, const struct quiz_answer *answer, enum quiz_field field)
{
  const struct quiz_answer *key = &question->key;
  bool right = false;

  if (field != QUIZ_SENDER && field != QUIZ_STATE && !is_sent (question))
    return QUIZ_NOT_ASKED;
  switch (field)
    {
    case QUIZ_SENDER:
      right = answer->sender == key->sender;
      break;
    case QUIZ_BITS:
      right = answer->sender != HOST_NONE && answer->flags == key->flags && answer->data == key->data;
      break;
    case QUIZ_SEQ:
      right
          = answer->sender != HOST_NONE && is_same_number (question->seqs, question->seq_count, answer->seq, key->seq);
      break;
    case QUIZ_ACK:
      if ((key->flags & TCP_ACK) == 0)
        return QUIZ_NOT_ASKED;
      right = answer->sender != HOST_NONE && (answer->flags & TCP_ACK) != 0
              && is_same_number (question->acks, question->ack_count, answer->ack, key->ack);
      break;
    case QUIZ_STATE:
      right = answer->state == key->state;
      break;
    case QUIZ_FIELD_COUNT:
      return QUIZ_NOT_ASKED;
    }
  return right ? QUIZ_RIGHT : QUIZ_WRONG;
}

bool
quiz_is_right (const struct quiz_question *question, const struct quiz_answer *answer)
{
  for (int field = 0; field < QUIZ_FIELD_COUNT; field++)
    if (quiz_judge (question, answer, (enum quiz_field) field) == QUIZ_WRONG)
      return false;
  return true;
}

/* --- values as text --- */

static char *
offset_text (char letter, int64_t offset)
{
  if (offset == 0)
    return g_strdup_printf ("%c", letter);
  return g_strdup_printf ("%c %s %" PRId64, letter, offset > 0 ? "+" : MINUS, offset > 0 ? offset : -offset);
}

/* Less the start number those of both hosts are alike, and like small numbers as such: it is said which is which. */
static char *
relative_text (const struct trace *trace, const struct quiz_choice *choice)
{
  unsigned space = choice->space;
  guint32 start = space < HOST_COUNT ? trace_host_const (trace, space)->iss : 0;
  g_autofree char *number = g_strdup_printf ("%" PRIu32, choice->number - start);

  if (space >= HOST_COUNT)
    return explain_fill (_ ("{number} on the wire"), "number", number, NULL);
  return explain_fill (_ ("{number} of {host}"), "number", number, "host", explain_host_name (trace, space), NULL);
}

char *
quiz_choice_text (const struct trace *trace, const struct quiz_choice *choice, enum quiz_numbers numbers)
{
  const struct trace_host *host = choice->space < HOST_COUNT ? trace_host_const (trace, choice->space) : NULL;

  if (choice->fresh)
    return g_strdup (_ ("a new start number"));
  if (numbers == QUIZ_NUMBERS_RELATIVE)
    return relative_text (trace, choice);
  if (host == NULL || numbers == QUIZ_NUMBERS_REAL || (numbers == QUIZ_NUMBERS_SYMBOLIC && !host->iss_known))
    return g_strdup_printf ("%" PRIu32, choice->number);
  return offset_text (choice->space == HOST_A ? 'x' : 'y', (int32_t) (choice->number - host->iss));
}

static char *
bits_text (const struct quiz_answer *key)
{
  struct segment segment = { .flags = key->flags };
  g_autofree char *flags = NULL;

  if (key->flags == 0)
    return g_strdup (_ ("data"));
  flags = explain_segment_flags (&segment);
  return key->data ? g_strdup_printf (_ ("%s, with data"), flags) : g_steal_pointer (&flags);
}

char *
quiz_right_text (const struct trace *trace, const struct quiz_question *question, enum quiz_field field,
                 enum quiz_numbers numbers)
{
  const struct quiz_answer *key = &question->key;

  switch (field)
    {
    case QUIZ_SENDER:
      return g_strdup (is_sent (question) ? explain_host_name (trace, key->sender) : _ ("Nobody"));
    case QUIZ_BITS:
      return bits_text (key);
    case QUIZ_SEQ:
      return key->seq >= 0 ? quiz_choice_text (trace, &question->seqs[key->seq], numbers) : g_strdup ("–");
    case QUIZ_ACK:
      return key->ack >= 0 ? quiz_choice_text (trace, &question->acks[key->ack], numbers) : g_strdup ("–");
    case QUIZ_STATE:
      return g_strdup (tcp_state_name ((enum tcp_state) key->state));
    case QUIZ_FIELD_COUNT:
      break;
    }
  return g_strdup ("–");
}

/* --- one sentence --- */

static bool
brings_pure_ack (const struct trace *trace, const struct quiz_question *question)
{
  event_id last = question->moments[MAX (question->moment_count, 1) - 1];
  const struct segment *segment = question->moment_count > 0 ? trace_segment (trace, last) : NULL;

  return segment != NULL && segment->length == 0 && (segment->flags & QUIZ_FLAGS) == TCP_ACK;
}

static const char *
sender_pattern (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer)
{
  if (!is_sent (question))
    return brings_pure_ack (trace, question) ? _ ("A pure ACK is not acknowledged: otherwise ACKs would never end.")
                                             : _ ("Nothing of this has to be answered now.");
  if (answer->sender == HOST_NONE)
    return _ ("{title}.");
  return _ ("This happened to {host}; {peer} does not know of it yet.");
}

static const char *
bits_pattern (const struct quiz_question *question, const struct quiz_answer *answer)
{
  uint8_t key = question->key.flags;
  uint8_t missing = key & (uint8_t) ~answer->flags;
  uint8_t extra = answer->flags & (uint8_t) ~key;

  if (answer->sender == HOST_NONE)
    return _ ("{title}.");
  if ((missing & TCP_RST) != 0)
    return _ ("The segment fits no connection of {host}, or {host} gives up: that is what RST says.");
  if ((extra & TCP_RST) != 0)
    return _ ("RST would end the connection at once; {host} has no reason for that.");
  if ((extra & TCP_ACK) != 0)
    return _ ("There is no number that this segment could acknowledge.");
  if ((missing & TCP_SYN) != 0)
    return _ ("{host} must announce its own start number, too: that takes a SYN.");
  if ((extra & TCP_SYN) != 0)
    return _ ("SYN is for opening only, when a side announces its start number.");
  if ((extra & TCP_FIN) != 0)
    return _ ("A FIN comes only after {host}’s program has closed.");
  if ((missing & TCP_FIN) != 0)
    return _ ("{host}’s program has closed: the FIN says so, and it must arrive.");
  if ((missing & TCP_ACK) != 0)
    return _ ("Once a connection has begun, every segment carries an ACK.");
  return question->key.data ? _ ("{host} has octets to send, and may send them now.")
                            : _ ("{host} has no octets to send now.");
}

static const char *
state_pattern (const struct quiz_question *question)
{
  return question->change != EVENT_NONE ? _ ("{change}: {before} becomes {after}.") : _ ("{host} stays in {after}.");
}

static const char *
pattern_of (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer,
            enum quiz_field field)
{
  switch (field)
    {
    case QUIZ_SENDER:
      return sender_pattern (trace, question, answer);
    case QUIZ_BITS:
      return bits_pattern (question, answer);
    case QUIZ_SEQ:
      return _ ("seq is the number of the first octet, or of the SYN or FIN, in it.");
    case QUIZ_ACK:
      return _ ("ack is the number that {host} expects next from {peer}.");
    case QUIZ_STATE:
      return state_pattern (question);
    case QUIZ_FIELD_COUNT:
      break;
    }
  return "";
}

const char *
quiz_belief (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer,
             enum quiz_field field)
{
  struct quiz_myth myth = quiz_find_myth (trace, question, answer, field);

  return myth.belief != NULL ? _ (myth.belief) : NULL;
}

char *
quiz_remark (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer,
             enum quiz_field field)
{
  struct quiz_myth myth = quiz_find_myth (trace, question, answer, field);
  const char *pattern = myth.truth != NULL ? _ (myth.truth) : pattern_of (trace, question, answer, field);
  g_autofree char *title = explain_event_title (trace, quiz_told_by (question));
  g_autofree char *change = question->change != EVENT_NONE ? explain_event_title (trace, question->change) : NULL;

  return explain_fill (pattern, "host", explain_host_name (trace, question->host), "peer",
                       explain_host_name (trace, question->host ^ 1u), "title", title, "change",
                       change != NULL ? change : "", "before", tcp_state_name ((enum tcp_state) question->before),
                       "after", tcp_state_name ((enum tcp_state) question->key.state), NULL);
}
