/* The numbers to choose from: the right one among those of real mistakes. */
#include "explain/quiz-choices.h"

#include "base/seq.h"

/* Before the seed makes its choice. */
#define CANDIDATES_MAX 12

struct candidates
{
  struct quiz_choice choices[CANDIDATES_MAX];
  unsigned count;
};

/* What the host knows when the moment has come. */
struct ground
{
  const struct trace *trace;
  const struct quiz_question *question;
  const struct segment *arrived; /* the newest segment of the moment; NULL */
  const struct segment *sent;    /* the key's; NULL */
  const struct tcp_vars *vars;   /* before the moment; NULL when the host had no connection */
  struct tcp_vars kept;
};

static void
ground_init (struct ground *ground, const struct trace *trace, const struct quiz_question *question)
{
  event_id last = question->moments[0]; /* that happened before the moment */

  *ground = (struct ground){ .trace = trace, .question = question };
  for (unsigned i = 0; i < question->moment_count; i++)
    if (trace_get (trace, question->moments[i])->kind == TRACE_ARRIVE
        && trace_segment (trace, question->moments[i]) != NULL)
      ground->arrived = trace_segment (trace, question->moments[i]);
  if (question->send != EVENT_NONE)
    ground->sent = trace_segment (trace, question->send);
  if (question->moment_count > 0)
    last = last > 0 ? last - 1 : EVENT_NONE;
  ground->vars = trace_vars_at (trace, question->host, last, &ground->kept);
}

/* A SYN's number was chosen before only if it was sent before. */
static bool
is_fresh (const struct ground *ground)
{
  const struct quiz_question *question = ground->question;

  if (ground->sent == NULL || (ground->sent->flags & TCP_SYN) == 0)
    return false;
  for (event_id id = 0; id < question->send; id++)
    {
      const struct trace_event *event = trace_get (ground->trace, id);

      if (event->kind == TRACE_SEND && event->host == question->host
          && (trace_segment (ground->trace, id)->flags & TCP_SYN) != 0
          && trace_segment (ground->trace, id)->seq == ground->sent->seq)
        return false;
    }
  return true;
}

static void
add (struct candidates *candidates, uint32_t number, unsigned space, enum quiz_slip slip)
{
  for (unsigned i = 0; i < candidates->count; i++)
    if (!candidates->choices[i].fresh && candidates->choices[i].number == number)
      return;
  g_assert (candidates->count < CANDIDATES_MAX);
  candidates->choices[candidates->count++]
      = (struct quiz_choice){ .number = number, .space = (uint8_t) space, .slip = (uint8_t) slip };
}

static void
add_fresh (struct candidates *candidates, uint32_t number, enum quiz_slip slip)
{
  candidates->choices[candidates->count++]
      = (struct quiz_choice){ .number = number, .space = HOST_NONE, .slip = (uint8_t) slip, .fresh = true };
}

/* --- what may be thought --- */

static void
add_seqs (const struct ground *ground, struct candidates *candidates, bool fresh)
{
  unsigned host = ground->question->host;
  const struct tcp_vars *vars = ground->vars;
  bool connected = vars != NULL && vars->state != TCP_CLOSED && vars->state != TCP_LISTEN;

  if (!fresh)
    add_fresh (candidates, 0, SLIP_SEQ_NEW);
  if (ground->arrived != NULL)
    {
      add (candidates, ground->arrived->seq, host ^ 1u, SLIP_SEQ_PEER);
      add (candidates, ground->arrived->seq + segment_len (ground->arrived), host ^ 1u, SLIP_SEQ_PEER);
      if ((ground->arrived->flags & TCP_ACK) != 0)
        add (candidates, ground->arrived->ack, host, SLIP_SEQ_ECHO);
    }
  if (connected)
    {
      add (candidates, vars->snd_nxt, host, SLIP_SEQ_NEXT);
      add (candidates, vars->iss, host, SLIP_SEQ_CONTROL);
      add (candidates, vars->snd_una, host, SLIP_SEQ_AGAIN);
      add (candidates, vars->snd_nxt + 1, host, SLIP_ONE_MORE);
    }
  add (candidates, 0, HOST_NONE, SLIP_SEQ_ZERO);
  add (candidates, 1, HOST_NONE, SLIP_SEQ_ZERO);
}

/* Out of order: something is missing before it. */
static bool
leaves_gap (const struct ground *ground)
{
  return ground->vars != NULL && ground->sent != NULL && seq_gt (ground->arrived->seq, ground->sent->ack);
}

/* The mistake of who acknowledges the end of what has come although that is not the right number. */
static enum quiz_slip
slip_of_end (const struct ground *ground)
{
  uint32_t end = ground->arrived->seq + segment_len (ground->arrived);

  if (leaves_gap (ground))
    return SLIP_ACK_GAP;
  return ground->sent != NULL && seq_gt (ground->sent->ack, end) ? SLIP_ACK_BACK : SLIP_ACK_REFUSED;
}

static void
add_acks_of_arrival (const struct ground *ground, struct candidates *candidates)
{
  unsigned peer = ground->question->host ^ 1u;
  const struct segment *arrived = ground->arrived;
  uint32_t end = arrived->seq + segment_len (arrived);

  /* Of two mistakes that lead to one number the first is told. */
  if ((arrived->flags & TCP_FIN) != 0)
    add (candidates, arrived->seq + arrived->length, peer, SLIP_ACK_CONTROL);
  add (candidates, arrived->seq, peer, SLIP_ACK_SAME);
  if (arrived->length > 0)
    add (candidates, arrived->seq + arrived->length - 1, peer, SLIP_ACK_LAST);
  if ((arrived->flags & TCP_SYN) != 0)
    add (candidates, arrived->seq + arrived->length, peer, SLIP_ACK_CONTROL);
  add (candidates, end, peer, slip_of_end (ground));
  add (candidates, end + 1, peer, SLIP_ONE_MORE);
  if ((arrived->flags & TCP_ACK) != 0)
    add (candidates, arrived->ack, ground->question->host, SLIP_ACK_OWN);
}

static void
add_acks (const struct ground *ground, struct candidates *candidates)
{
  unsigned host = ground->question->host;
  const struct tcp_vars *vars = ground->vars;
  bool data = ground->arrived != NULL && ground->arrived->length > 0;

  if (ground->arrived != NULL)
    add_acks_of_arrival (ground, candidates);
  if (vars != NULL && vars->state != TCP_CLOSED && vars->state != TCP_LISTEN)
    {
      if (vars->state != TCP_SYN_SENT)
        {
          add (candidates, vars->rcv_nxt, host ^ 1u, SLIP_ACK_OLD);
          add (candidates, vars->rcv_nxt + 1, host ^ 1u, data ? SLIP_ACK_SEGMENT : SLIP_ONE_MORE);
          if (!data)
            add (candidates, vars->rcv_nxt - 1, host ^ 1u, SLIP_ACK_LAST);
        }
      add (candidates, vars->snd_nxt, host, SLIP_ACK_OWN);
    }
  add (candidates, 0, HOST_NONE, SLIP_ACK_ZERO);
  add (candidates, 1, HOST_NONE, SLIP_ACK_ZERO);
}

/* --- choosing --- */

static bool
comes_before (const struct quiz_choice *a, const struct quiz_choice *b)
{
  if (a->fresh != b->fresh)
    return b->fresh;
  if (a->space != b->space)
    return a->space > b->space;
  return a->number != b->number && seq_lt (a->number, b->number);
}

static void
insert (struct quiz_choice *choices, unsigned *count, const struct quiz_choice *choice)
{
  unsigned place = *count;

  for (; place > 0 && comes_before (choice, &choices[place - 1]); place--)
    choices[place] = choices[place - 1];
  choices[place] = *choice;
  (*count)++;
}

/* One more than right is a mistake of its own; one more than something else is none that anyone makes. */
static bool
is_a_mistake (const struct quiz_choice *choice, const struct quiz_choice *right)
{
  if (choice->fresh != right->fresh)
    return true;
  if (choice->fresh || choice->number == right->number)
    return false;
  return choice->slip != SLIP_ONE_MORE || choice->number == right->number + 1;
}

/* 0 and 1 are for want of better ones. */
static bool
is_filler (const struct quiz_choice *choice)
{
  return choice->slip == SLIP_ACK_ZERO || choice->slip == SLIP_SEQ_ZERO;
}

/* Takes some of the wrong ones, fillers or others, as long as there is room. */
static void
choose_wrong (const struct candidates *candidates, bool fillers, const struct quiz_choice *right, struct rng *rng,
              struct quiz_choice *choices, unsigned *count)
{
  struct candidates left = { .count = 0 };

  for (unsigned i = 0; i < candidates->count; i++)
    if (is_filler (&candidates->choices[i]) == fillers
        && (right == NULL || is_a_mistake (&candidates->choices[i], right)))
      left.choices[left.count++] = candidates->choices[i];
  while (*count < QUIZ_CHOICES_MAX && left.count > 0)
    {
      unsigned index = (unsigned) rng_below (rng, left.count);

      insert (choices, count, &left.choices[index]);
      left.choices[index] = left.choices[--left.count];
    }
}

/* Takes the right one, if there is one, and some of the others; returns where the right one is. */
static int
choose (const struct candidates *candidates, const struct quiz_choice *right, struct rng *rng,
        struct quiz_choice *choices, unsigned *count)
{
  *count = 0;
  if (right != NULL)
    insert (choices, count, right);
  choose_wrong (candidates, false, right, rng, choices, count);
  choose_wrong (candidates, true, right, rng, choices, count);
  for (unsigned i = 0; right != NULL && i < *count; i++)
    if (choices[i].fresh == right->fresh && choices[i].number == right->number)
      return (int) i;
  return QUIZ_NONE;
}

void
quiz_fill_choices (const struct trace *trace, struct quiz_question *question, struct rng *rng)
{
  struct ground ground;
  struct candidates seqs = { .count = 0 };
  struct candidates acks = { .count = 0 };
  struct quiz_choice seq, ack;
  bool fresh;

  ground_init (&ground, trace, question);
  fresh = is_fresh (&ground);
  add_seqs (&ground, &seqs, fresh);
  add_acks (&ground, &acks);
  if (ground.sent != NULL)
    {
      seq = (struct quiz_choice){ .number = ground.sent->seq, .space = question->host, .fresh = fresh };
      ack = (struct quiz_choice){ .number = ground.sent->ack, .space = question->host ^ 1u };
    }
  question->key.seq = choose (&seqs, ground.sent != NULL ? &seq : NULL, rng, question->seqs, &question->seq_count);
  question->key.ack = choose (&acks, ground.sent != NULL && (ground.sent->flags & TCP_ACK) != 0 ? &ack : NULL, rng,
                              question->acks, &question->ack_count);
}
