/* Times and templates as text, the same in every locale. */
#pragma once

#include "base/vtime.h"

#include <stddef.h>

#define FORMAT_SIZE 64

/* "50 ms", "1.300 s": the form of clocks and of the time axis. Returns buffer. */
char *format_clock (char buffer[static FORMAT_SIZE], vtime time);

/* "105.342 ms", "1.000424 s": where format_clock is too coarse. Returns buffer. */
char *format_clock_fine (char buffer[static FORMAT_SIZE], vtime time);

/* "950 ms", "239.95 s", "240 s": the form of spans. Returns buffer. */
char *format_span (char buffer[static FORMAT_SIZE], vtime span);

/* Writes `text` with its {placeholder} replaced by value; text without one is copied. Returns buffer. */
char *format_word (char *buffer, size_t size, const char *text, const char *value);
