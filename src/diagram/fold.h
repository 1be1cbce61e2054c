/* Data phases that are folded into one block arrow: runs of data and their ACKs to which nothing happened, and which do
 * not take part in opening or closing the connection. */
#pragma once

#include "base/array.h"
#include "trace/flight.h"

struct fold
{
  event_id first;          /* the SEND it begins with */
  event_id last_departure; /* the last CARRY in it */
  event_id last;           /* the last event of its flights */
  vtime from;
  vtime to;
  bool sends[HOST_COUNT]; /* the host sends data in it */
  bool half;              /* one direction had ended before */
  bool placed;            /* its block has been laid out */
};

struct folds
{
  ARRAY (struct fold) phases;
  ARRAY (uint32_t) of_flights; /* one past the index of the phase; 0: drawn */
  size_t next;                 /* the first phase that is not placed */
};

/* Finds the phases of a trace, in a picture that begins at `from`. */
void folds_find (struct folds *folds, const struct trace *trace, const struct flights *flights, vtime from);
void folds_clear (struct folds *folds);

/* True when the flight is inside a phase. */
bool fold_has_flight (const struct folds *folds, size_t flight);

/* True when an event is not drawn because a phase stands for it. */
bool fold_hides (const struct folds *folds, const struct flights *flights, const struct trace_event *event);

/* True when an instant lies within a phase: what happens then without being drawn needs no room. */
bool fold_covers (const struct folds *folds, vtime at);
