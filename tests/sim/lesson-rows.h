/* The lessons as tables: every segment, every loss, every state and every 2MSL wait of a whole run, at its instant, and
 * nothing else. Numbers are relative to the sender's initial number (x = 0, y = 0). */
#pragma once

#include "lesson.h"

#include <string.h>

enum row_kind
{
  SENT,
  AGAIN, /* sent again, and marked so */
  LOST,
  STATE,
  WAITS, /* 2MSL starts; text = the instant it ends, in ms */
};

struct row
{
  unsigned at; /* ms */
  unsigned host;
  enum row_kind kind;
  const char *text;
};

#define A HOST_A
#define B HOST_B

#define SYN_OF(mss) "S 0:0(0) win 8000 <mss " mss ">"
#define SYN_ACK_OF(mss) "S. 0:0(0) ack 1 win 8000 <mss " mss ">"
#define SYN SYN_OF ("1000")
#define SYN_ACK SYN_ACK_OF ("1000")
#define THIRD_ACK ". 1:1(0) ack 1 win 8000"

#define OPENED_WITH(syn)                                                                                               \
  { 0, B, STATE, "LISTEN" }, { 0, A, STATE, "SYN-SENT" },                                                              \
  {                                                                                                                    \
    0, A, SENT, syn                                                                                                    \
  }
#define OPENED OPENED_WITH (SYN)

#define HANDSHAKE HANDSHAKE_WITH (SYN, SYN_ACK)
#define HANDSHAKE_WITH(syn, syn_ack)                                                                                   \
  OPENED_WITH (syn), { 50, B, STATE, "SYN-RECEIVED" }, { 50, B, SENT, syn_ack }, { 100, A, STATE, "ESTABLISHED" },     \
      { 100, A, SENT, THIRD_ACK },                                                                                     \
  {                                                                                                                    \
    150, B, STATE, "ESTABLISHED"                                                                                       \
  }

/* How a lesson differs from the others. */
enum lesson_kind
{
  LESSON_PLAIN,
  LESSON_DISTURBED,   /* copies arrive later than 50 ms, twice or damaged */
  LESSON_OWN_NUMBERS, /* initial numbers that matter: run with these only */
  LESSON_DISTURBED_OWN_NUMBERS,
  LESSON_COOKIES, /* the same, and B's numbers are cookies */
};

struct lesson
{
  const char *id;
  const struct row *rows;                    /* NULL where there would be too many: the facts say enough */
  void (*facts) (const struct trace *trace); /* NULL for none */
  enum lesson_kind kind;
};

/* Each ended by an id of NULL. */
extern const struct lesson lessons_opening[];
extern const struct lesson lessons_closing[];
extern const struct lesson lessons_transfer[];
extern const struct lesson lessons_unexpected[];

/* Runs the scenario and compares. */
void run_lesson (const struct lesson *lesson, const struct scenario *scenario);

/* The variables that the nth event of a reason leaves behind. */
struct tcp_vars vars_after (const struct trace *trace, unsigned host, enum tcp_reason reason, unsigned nth);
