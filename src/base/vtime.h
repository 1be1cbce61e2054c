/* Virtual time: nanoseconds since the start of a run, or since the first frame of a capture.
 *
 * Below the window nothing reads a clock; every function that depends on time takes a vtime. */
#pragma once

#include <stdint.h>

typedef int64_t vtime;

/* Later than any instant: "no deadline". */
#define VTIME_NEVER INT64_MAX

#define NS(n) ((vtime) (n))
#define US(n) ((vtime) (n) *1000)
#define MS(n) ((vtime) (n) *1000000)
#define SEC(n) ((vtime) (n) *1000000000)
