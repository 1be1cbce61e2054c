/* Whether a row went as it should: what arrived, how it ended, what was negotiated, and what the kernel counted. */
#pragma once

#include "our-side.h"
#include "peer.h"
#include "world.h"

struct judge
{
  const struct row *row;
  const struct our_side *ours;
  const struct link_way *out, *in;
  unsigned openings;                /* SYNs that were sent, again too */
  const struct peer_report *report; /* NULL when the peer did not come to an end */
  struct outcome *outcome;
};

void judge_row (struct judge *judge);

/* The row is bad; only the first reason is told. */
void judge_blame (struct judge *judge, const char *format, ...) __attribute__ ((format (printf, 2, 3)));
