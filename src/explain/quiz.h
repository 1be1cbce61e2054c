/* A run or a capture as a quiz: "this has just happened: what comes next?"
 *
 * The questions are read from a trace: something reaches a host (a segment, a call of its program, a timer), and what
 * the host does about it at that instant is the key. Wrong numbers to choose from come from mistakes that people really
 * make; each of them has a sentence. Nothing is judged but what the trace proves. */
#pragma once

#include "trace/trace.h"

#include <glib.h>

/* Things that happen to a host at one instant before it sends something: they make one question. */
#define QUIZ_MOMENTS_MAX 4

/* Numbers to choose from, the right one included. */
#define QUIZ_CHOICES_MAX 4

/* The bits that are asked for. */
#define QUIZ_FLAGS (TCP_SYN | TCP_ACK | TCP_FIN | TCP_RST)

/* A choice or a state that was not taken. */
#define QUIZ_NONE (-1)

/* The mistake behind a wrong number. */
enum quiz_slip
{
  SLIP_NONE,
  SLIP_ACK_SAME,    /* the number that came instead of the one after it */
  SLIP_ACK_LAST,    /* the last octet that came */
  SLIP_ACK_CONTROL, /* SYN and FIN counted as nothing */
  SLIP_ACK_OLD,     /* as if nothing had come */
  SLIP_ACK_GAP,     /* beyond a gap */
  SLIP_ACK_SEGMENT, /* a segment counted as one */
  SLIP_ACK_OWN,     /* a number of one's own direction */
  SLIP_ACK_BACK,    /* the end of what was there already */
  SLIP_ACK_REFUSED, /* the end of what is not accepted */
  SLIP_ACK_ZERO,    /* a start at 0 */
  SLIP_SEQ_NEW,     /* a new start number */
  SLIP_SEQ_PEER,    /* a number of the other direction */
  SLIP_SEQ_CONTROL, /* one's own SYN counted as nothing */
  SLIP_SEQ_NEXT,    /* a repeat that counts on */
  SLIP_SEQ_AGAIN,   /* what was sent before although it is not sent again */
  SLIP_SEQ_ECHO,    /* the ack that came */
  SLIP_SEQ_ZERO,    /* a start at 0 */
  SLIP_ONE_MORE,    /* something counted that takes no number */
  SLIP_COUNT,
};

struct quiz_choice
{
  uint32_t number;
  uint8_t space; /* host whose numbers it belongs to: how it is written; HOST_NONE: a plain number */
  uint8_t slip;  /* enum quiz_slip */
  bool fresh;    /* a start number that nobody can know yet */
};

struct quiz_answer
{
  uint8_t sender; /* HOST_A, HOST_B; HOST_NONE: nothing is sent, and only the state counts */
  uint8_t flags;  /* of QUIZ_FLAGS */
  bool data;      /* with text */
  int seq;        /* index of a choice, or QUIZ_NONE */
  int ack;        /* without TCP_ACK not looked at */
  int state;      /* enum tcp_state of quiz_question.host afterwards, or QUIZ_NONE */
};

struct quiz_question
{
  vtime at; /* of the moment: this instant and all that follows give the answer away */
  event_id moments[QUIZ_MOMENTS_MAX];
  unsigned moment_count; /* 0: nothing happens; moments[0] was the last that did */
  vtime silence;         /* when nothing happens: for so long */
  event_id send;         /* the segment that the host sends first, or EVENT_NONE */
  event_id change;       /* its last change of state, or EVENT_NONE */
  event_id remark;       /* what else the host did about it: a discard, or the first thing it noted; or EVENT_NONE */
  uint8_t host;          /* to whom it happens */
  uint8_t before;        /* enum tcp_state */
  struct quiz_choice seqs[QUIZ_CHOICES_MAX]; /* in the order of their numbers */
  struct quiz_choice acks[QUIZ_CHOICES_MAX];
  unsigned seq_count;
  unsigned ack_count;
  struct quiz_answer key; /* ack is QUIZ_NONE when the segment has none */
};

enum quiz_field
{
  QUIZ_SENDER,
  QUIZ_BITS,
  QUIZ_SEQ,
  QUIZ_ACK,
  QUIZ_STATE,
  QUIZ_FIELD_COUNT,
};

enum quiz_verdict
{
  QUIZ_NOT_ASKED,
  QUIZ_RIGHT,
  QUIZ_WRONG,
};

/* How a number is written. */
enum quiz_numbers
{
  QUIZ_NUMBERS_SYMBOLIC, /* "x + 1", x and y being the start numbers of A and B */
  QUIZ_NUMBERS_RELATIVE,
  QUIZ_NUMBERS_REAL,
};

/* Questions about a trace in the order of their moments, `max` at most: of questions that are alike the first, and none
 * whose moment comes before the one before it is answered. The seed decides about wrong numbers, and which questions
 * remain. Elements are struct quiz_question; free with g_array_unref. */
GArray *quiz_questions (const struct trace *trace, uint64_t seed, guint max);

/* The one question about what a host does in the end: about the last that happens to it from `since` on, or, when
 * nothing does, about the silence until `until`. False when nothing ever happened to it. */
bool quiz_last_question (const struct trace *trace, unsigned host, vtime since, vtime until, uint64_t seed,
                         struct quiz_question *question);

/* What one must know of the host of every exercise, a sentence. Static. */
const char *quiz_set_rules (void);

/* What has just happened, a line each. Free with g_free. */
char *quiz_moment_text (const struct trace *trace, const struct quiz_question *question);

/* The number of events up to the moment and with it: all that whoever is asked may see. */
event_id quiz_asked_until (const struct trace *trace, const struct quiz_question *question);

/* The number of events up to the answer and with it. */
event_id quiz_answered_until (const struct trace *trace, const struct quiz_question *question);

/* The event whose explanation is that of the answer. */
event_id quiz_told_by (const struct quiz_question *question);

/* Whether a field is asked for, and whether an answer has it right. */
enum quiz_verdict quiz_judge (const struct quiz_question *question, const struct quiz_answer *answer,
                              enum quiz_field field);

/* True when nothing that is asked for is wrong. */
bool quiz_is_right (const struct quiz_question *question, const struct quiz_answer *answer);

/* A number to choose from, and the right value of a field, as a person reads them. Free with g_free. */
char *quiz_choice_text (const struct trace *trace, const struct quiz_choice *choice, enum quiz_numbers numbers);
char *quiz_right_text (const struct trace *trace, const struct quiz_question *question, enum quiz_field field,
                       enum quiz_numbers numbers);

/* What people believe who answer a field like this, one sentence; NULL when it is no known belief. Static. */
const char *quiz_belief (const struct trace *trace, const struct quiz_question *question,
                         const struct quiz_answer *answer, enum quiz_field field);

/* One sentence on a field that is wrong: what is true. Free with g_free. */
char *quiz_remark (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer,
                   enum quiz_field field);
