/* One row run in a process and a network namespace of its own: our host, the link, the peer, and the judgement. */
#pragma once

#include "row.h"

#include <glib.h>

enum verdict_kind
{
  VERDICT_GOOD,
  VERDICT_BAD,
  VERDICT_SKIP,
};

/* What the process tells when it is done; `why` is for bad and skip. */
struct outcome
{
  enum verdict_kind verdict;
  char why[512];
  double seconds;
  guint64 frames, lost;
  guint64 ours_again, ours_timeouts, ours_needless; /* segments; needless: the kernel says so by D-SACK */
  guint64 theirs_again, theirs_timeouts, theirs_needless;
  char negotiated[64]; /* as ss tells it */
};

/* Runs a row to its end; called in a process that has just been forked. Files go to `directory`. */
void world_run (const struct row *row, const char *directory, struct outcome *outcome);
