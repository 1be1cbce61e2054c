/* Measuring: how much work a second, of the processor and of the wall. */
#pragma once

#include <stddef.h>

#include <stdbool.h>
#include <stdint.h>

struct trace;

/* Each thing is done so often; the fastest time counts. */
#define BENCH_RUNS 3

struct bench_time
{
  double processor; /* s, all threads */
  double wall;      /* s */
};

struct bench_time bench_now (void);

/* The work of one run, or a negative number when it could not be done. */
typedef double (*bench_work) (void *user);

/* What was measured. */
struct bench_result
{
  double work;
  struct bench_time time; /* of the fastest run */
  bool done;
};

struct bench_result bench_measure (bench_work work, void *user);

static inline double
bench_rate (const struct bench_result *result)
{
  return result->work / result->time.processor;
}

/* Prints a line of the table: rate, and its ratio to another one (NULL: none). */
void bench_print (const char *what, const char *unit, const struct bench_result *result, const char *ratio_to,
                  const struct bench_result *other);

/* Whose values the engine takes; only MSS is 1460 with either. */
enum bench_values
{
  BENCH_LINUX,  /* window scale, timestamps, SACK, CUBIC, windows of 128 KB */
  BENCH_LESSON, /* no options but MSS, Reno, windows of 8000 octets */
};

struct bench_bulk
{
  uint64_t octets; /* to carry */
  enum bench_values values;
  unsigned idle; /* connections that are open beside, without traffic; not in a whole run */
};

/* bench-engine.c: data segments, which are those with text. `user` is a struct bench_bulk. */
double bench_engine_pair (void *user);
double bench_traced_pair (void *user);
double bench_full_run (void *user);

/* The same, `user` is the number of octets (uint64_t). */
double bench_checksums (void *user);

/* Octets of memory that an established connection takes at one end, beside its two buffers; negative when they did not
 * open. */
double bench_connection_memory (void);

/* A whole run with its trace of so many octets, to be freed by the caller. */
struct trace *bench_trace (uint64_t octets);

/* bench-picture.c: events. `user` is a trace. */
double bench_layout (void *user);
double bench_paint_all (void *user);
double bench_paint_screen (void *user);

/* bench-capture.c: packets. `user` is the path of a capture. */
double bench_capture_open (void *user);
double bench_bare_libpcap (void *user);
