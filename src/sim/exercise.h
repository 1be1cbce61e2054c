/* Exercises: a host of the real engine, and a peer that says what it is told to. Each is a short conversation that ends
 * with the moment at which one asks what the host does. The engine gives the answer; nothing of it stands here.
 *
 * The conversations are in exercise.def, a line for each step. */
#pragma once

#include "trace/trace.h"

/* The exercises are numbered from 0. */
unsigned exercise_count (void);

/* "Q01" */
const char *exercise_name (unsigned number);

/* The host that is asked about. */
unsigned exercise_host (unsigned number);

/* The last step of an exercise, which is the moment. */
struct exercise_span
{
  vtime since;
  vtime until;
};

/* Runs one. Seed 0 has the numbers of the table, other seeds have others. To be freed with trace_free; NULL when there
 * is no memory. */
struct trace *exercise_run (unsigned number, uint64_t seed, struct exercise_span *span);
