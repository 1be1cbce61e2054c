#include "trace/snapshots.h"

#include <assert.h>
#include <string.h>

#define WORDS (sizeof (struct tcp_vars) / sizeof (uint32_t))
#define MASK_WORDS ((WORDS + 31) / 32)

static_assert (sizeof (struct tcp_vars) % sizeof (uint32_t) == 0, "the variables are whole words");

/* A record: which words follow, as MASK_WORDS words of bits, and those words in their order. */
struct place
{
  const uint8_t *record;
  uint32_t before; /* where the other words are; SNAPSHOT_NONE when all are here */
  uint32_t depth;  /* snapshots before it in its chain */
};

void
snapshots_init (struct snapshots *snapshots)
{
  *snapshots = (struct snapshots){ 0 };
  store_init (&snapshots->places, sizeof (struct place));
}

void
snapshots_clear (struct snapshots *snapshots)
{
  store_clear (&snapshots->places);
  octet_pile_clear (&snapshots->pile);
}

size_t
snapshots_size (const struct snapshots *snapshots)
{
  return store_size (&snapshots->places) + octet_pile_size (&snapshots->pile);
}

#define BIT(i) (UINT32_C (1) << (i))
#define EIGHT_BITS(i) BIT (i), BIT (i + 1), BIT (i + 2), BIT (i + 3), BIT (i + 4), BIT (i + 5), BIT (i + 6), BIT (i + 7)

/* Which of 32 words differ, as bits; a loop that compilers turn into vectors. */
static uint32_t
differing (const uint32_t words[static 32], const uint32_t others[static 32])
{
  static const uint32_t bit[32] = { EIGHT_BITS (0), EIGHT_BITS (8), EIGHT_BITS (16), EIGHT_BITS (24) };
  uint32_t bits = 0;

  for (unsigned i = 0; i < 32; i++)
    bits |= words[i] != others[i] ? bit[i] : 0;
  return bits;
}

/* Writes the record of what differs; returns its length in words. */
static size_t
write_record (const struct tcp_vars *vars, const struct tcp_vars *before, uint32_t record[static MASK_WORDS + WORDS])
{
  uint32_t words[32 * MASK_WORDS], others[32 * MASK_WORDS];
  size_t length = MASK_WORDS;

  memset (words + WORDS, 0, sizeof words - sizeof *vars);
  memset (others + WORDS, 0, sizeof others - sizeof *before);
  memcpy (words, vars, sizeof *vars);
  memcpy (others, before, sizeof *before);
  for (size_t i = 0; i < MASK_WORDS; i++)
    {
      record[i] = differing (words + 32 * i, others + 32 * i);
      for (uint32_t left = record[i]; left != 0; left &= left - 1)
        record[length++] = words[32 * i + (size_t) __builtin_ctz (left)];
    }
  return length;
}

static size_t
write_whole_record (const struct tcp_vars *vars, uint32_t record[static MASK_WORDS + WORDS])
{
  for (size_t i = 0; i < MASK_WORDS; i++)
    record[i] = i + 1 < MASK_WORDS || WORDS % 32 == 0 ? UINT32_MAX : (UINT32_C (1) << WORDS % 32) - 1;
  memcpy (record + MASK_WORDS, vars, sizeof *vars);
  return MASK_WORDS + WORDS;
}

uint32_t
snapshots_add (struct snapshots *snapshots, const struct tcp_vars *vars, uint32_t before,
               const struct tcp_vars *before_vars)
{
  uint32_t record[MASK_WORDS + WORDS];
  const struct place *last = before != SNAPSHOT_NONE ? store_at (&snapshots->places, before) : NULL;
  bool whole = last == NULL || last->depth + 1 == SNAPSHOT_CHAIN;
  size_t length = whole ? write_whole_record (vars, record) : write_record (vars, before_vars, record);
  struct place place = {
    .record = octet_pile_add (&snapshots->pile, (const uint8_t *) record, length * sizeof *record),
    .before = whole ? SNAPSHOT_NONE : before,
    .depth = whole ? 0 : last->depth + 1,
  };
  uint32_t index = (uint32_t) snapshots->places.length;
  struct place *kept = place.record != NULL ? store_add (&snapshots->places) : NULL;

  if (kept == NULL)
    return SNAPSHOT_NONE;
  *kept = place;
  return index;
}

/* Takes from a record the words that are still missing. */
static void
take_words (const uint8_t *record, uint32_t missing[static MASK_WORDS], uint32_t words[static WORDS])
{
  const uint8_t *next = record + MASK_WORDS * sizeof (uint32_t);

  for (size_t i = 0; i < MASK_WORDS; i++)
    {
      uint32_t here;

      memcpy (&here, record + i * sizeof here, sizeof here);
      for (size_t bit = 0; bit < 32; bit++)
        if ((here >> bit & 1) != 0)
          {
            if ((missing[i] >> bit & 1) != 0)
              memcpy (&words[32 * i + bit], next, sizeof *words);
            next += sizeof *words;
          }
      missing[i] &= ~here;
    }
}

void
snapshots_get (const struct snapshots *snapshots, uint32_t index, struct tcp_vars *vars)
{
  uint32_t missing[MASK_WORDS], words[WORDS];

  memset (missing, 0xff, sizeof missing);
  while (index != SNAPSHOT_NONE)
    {
      const struct place *place = store_at (&snapshots->places, index);

      take_words (place->record, missing, words);
      index = place->before;
    }
  memcpy (vars, words, sizeof *vars);
}
