/* Programs for fuzz-stack.c that write-corpus writes: each leads a connection to another place. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct fuzz_program
{
  const char *name;
  const uint8_t *octets;
  size_t size;
};

extern const struct fuzz_program fuzz_programs[];
extern const size_t fuzz_program_count;
