#include "program.h"

#include "base/rng.h"

#include <string.h>

/* The octets repeat after a prime number of them: a shift by any size that TCP knows shows. */
#define PERIOD 65521

/* Connections begin at different places. */
#define PHASE 997

static const uint8_t *
pattern_of (enum side side)
{
  static uint8_t patterns[2][PERIOD + PROGRAM_PIECE];
  static bool filled;

  for (unsigned i = 0; i < 2 && !filled; i++)
    {
      struct rng rng;
      rng_seed (&rng, 1 + i);
      for (size_t at = 0; at < sizeof patterns[i]; at++)
        patterns[i][at] = at < PERIOD ? (uint8_t) rng_u32 (&rng) : patterns[i][at - PERIOD];
    }
  filled = true;
  return patterns[side];
}

static size_t
fill (enum side side, unsigned index, uint64_t offset, uint64_t end, uint8_t *octets)
{
  uint64_t left = end - offset;
  size_t length = left < PROGRAM_PIECE ? (size_t) left : PROGRAM_PIECE;

  memcpy (octets, pattern_of (side) + (offset + (uint64_t) index * PHASE) % PERIOD, length);
  return length;
}

void
program_init (struct program *program, const struct program_plan *plan, enum side side, unsigned index)
{
  *program = (struct program){ .plan = *plan, .side = side, .index = index };
  octet_hash_init (&program->hash);
}

size_t
program_text (const struct program *program, uint8_t octets[static PROGRAM_PIECE])
{
  bool waits = program->plan.ending == ENDING_AFTER_OTHER && !program->ended;

  if (waits || program->was_reset || program->aborted)
    return 0;
  return fill (program->side, program->index, program->sent, program->plan.sends, octets);
}

void
program_sent (struct program *program, size_t length)
{
  program->sent += length;
}

bool
program_reads (const struct program *program)
{
  return !program->ended && !program->was_reset && !program->aborted && (!program->plan.waits_to_read || program->told);
}

void
program_took (struct program *program, const void *octets, size_t length)
{
  octet_hash_add (&program->hash, octets, length);
  program->read += length;
}

enum program_wish
program_wish (const struct program *program)
{
  bool all_sent = program->sent == program->plan.sends;
  bool all_read = program->read >= program->plan.reads;

  if (program->shut || program->aborted || program->was_reset || !all_sent)
    return WISH_NOTHING;
  switch (program->plan.ending)
    {
    case ENDING_SHUTDOWN:
      return WISH_SHUTDOWN;
    case ENDING_AFTER_OTHER:
      return program->ended ? WISH_SHUTDOWN : WISH_NOTHING;
    case ENDING_TOLD:
      return program->told && all_read ? WISH_SHUTDOWN : WISH_NOTHING;
    case ENDING_RESET:
      return all_read ? WISH_ABORT : WISH_NOTHING;
    case ENDING_GETS_RESET:
      break;
    }
  return WISH_NOTHING;
}

bool
program_is_over (const struct program *program)
{
  return program->was_reset || program->aborted || (program->shut && program->ended);
}

static uint64_t
hash_of_other_side (const struct program *program)
{
  struct octet_hash hash;
  uint8_t octets[PROGRAM_PIECE];
  enum side other = program->side == SIDE_OURS ? SIDE_PEER : SIDE_OURS;

  octet_hash_init (&hash);
  for (uint64_t offset = 0; offset < program->plan.reads;)
    {
      size_t length = fill (other, program->index, offset, program->plan.reads, octets);
      octet_hash_add (&hash, octets, length);
      offset += length;
    }
  return octet_hash_value (&hash);
}

bool
program_is_good (const struct program *program)
{
  if (program->was_reset != (program->plan.ending == ENDING_GETS_RESET)
      || program->aborted != (program->plan.ending == ENDING_RESET) || !program_is_over (program))
    return false;
  /* A reset may overtake what the program has not read yet. */
  if (program->was_reset && program->read < program->plan.reads)
    return true;
  return program->read == program->plan.reads && octet_hash_value (&program->hash) == hash_of_other_side (program);
}
