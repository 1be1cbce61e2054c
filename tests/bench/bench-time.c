#define _DEFAULT_SOURCE /* clock_gettime */

#include "bench.h"

#include <time.h>

static double
seconds (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

struct bench_time
bench_now (void)
{
  return (struct bench_time){ seconds (CLOCK_PROCESS_CPUTIME_ID), seconds (CLOCK_MONOTONIC) };
}

struct bench_result
bench_measure (bench_work work, void *user)
{
  struct bench_result result = { .done = false };

  for (unsigned run = 0; run < BENCH_RUNS; run++)
    {
      struct bench_time start = bench_now ();
      double done = work (user);
      struct bench_time end = bench_now ();
      struct bench_time taken = { end.processor - start.processor, end.wall - start.wall };

      if (done < 0)
        return (struct bench_result){ .done = false };
      if (!result.done || taken.processor < result.time.processor)
        result = (struct bench_result){ done, taken, true };
    }
  return result;
}
