/* What is wrong with a captured connection, told from its numbers. */
#pragma once

#include "trace/summary.h"

#include <glib.h>

enum connection_problem
{
  PROBLEM_UNANSWERED,    /* a SYN, and nothing came back */
  PROBLEM_REFUSED,       /* a SYN, and an RST came back */
  PROBLEM_RESET,         /* ended by an RST after it had begun */
  PROBLEM_RETRANSMITTED, /* segments that went over the wire again */
  PROBLEM_DUPLICATE_ACKS,
  PROBLEM_BEGINS_BEFORE, /* no SYN in the capture */
  PROBLEM_ONE_WAY,       /* only one direction was captured */
};

#define PROBLEM_COUNT 7

/* How bad it is: the colour of the chip, beside its words. */
enum problem_weight
{
  PROBLEM_NOTE,
  PROBLEM_WARNING,
  PROBLEM_ERROR,
};

/* How many segments it concerns, 1 for a problem of the connection as a whole; 0 when the connection does not have it.
 */
guint64 connection_problem_count (const struct connection_summary *summary, enum connection_problem problem);

enum problem_weight connection_problem_weight (enum connection_problem problem);

/* "14 retransmitted", "refused". Free with g_free. */
char *connection_problem_words (enum connection_problem problem, guint64 count);

/* A number to sort by: worse is larger, 0 is none. */
guint64 connection_problem_score (const struct connection_summary *summary);
