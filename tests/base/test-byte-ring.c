#include "base/byte-ring.h"
#include "base/rng.h"

#include <glib.h>
#include <string.h>

static void
test_append_and_drop (void)
{
  struct byte_ring ring;
  char text[8] = { 0 };

  g_assert_true (byte_ring_init (&ring, 5));
  g_assert_cmpuint (byte_ring_space (&ring), ==, 5);
  g_assert_cmpuint (byte_ring_append (&ring, "abc", 3), ==, 3);
  g_assert_cmpuint (byte_ring_append (&ring, "defg", 4), ==, 2);
  g_assert_cmpuint (byte_ring_space (&ring), ==, 0);
  g_assert_cmpuint (byte_ring_append (&ring, "h", 1), ==, 0);
  byte_ring_drop (&ring, 2);
  g_assert_cmpuint (byte_ring_append (&ring, "xyz", 3), ==, 2); /* goes around the end */
  g_assert_cmpuint (byte_ring_peek (&ring, 0, text, 7), ==, 5);
  g_assert_cmpstr (text, ==, "cdexy");
  byte_ring_clear (&ring);
}

static void
test_peek_at_offset (void)
{
  struct byte_ring ring;
  char text[8] = { 0 };

  g_assert_true (byte_ring_init (&ring, 8));
  byte_ring_append (&ring, "abcdef", 6);
  g_assert_cmpuint (byte_ring_peek (&ring, 4, text, 8), ==, 2);
  g_assert_cmpstr (text, ==, "ef");
  g_assert_cmpuint (byte_ring_peek (&ring, 6, text, 1), ==, 0);
  g_assert_cmpuint (byte_ring_peek (&ring, G_MAXSIZE, text, 1), ==, 0);
  g_assert_cmpuint (byte_ring_peek (&ring, 0, NULL, 0), ==, 0);
  byte_ring_clear (&ring);
}

static void
test_view (void)
{
  struct byte_ring ring;

  g_assert_true (byte_ring_init (&ring, 5));
  byte_ring_append (&ring, "abcd", 4);
  byte_ring_drop (&ring, 3);
  byte_ring_append (&ring, "efg", 3); /* d e | f g */
  g_assert_cmpmem (byte_ring_view (&ring, 0, 2), 2, "de", 2);
  g_assert_cmpmem (byte_ring_view (&ring, 2, 2), 2, "fg", 2);
  g_assert_cmpmem (byte_ring_view (&ring, 3, 1), 1, "g", 1);
  g_assert_null (byte_ring_view (&ring, 1, 2)); /* around the end */
  g_assert_null (byte_ring_view (&ring, 3, 2)); /* beyond it */
  g_assert_null (byte_ring_view (&ring, G_MAXSIZE, 1));
  byte_ring_clear (&ring);
}

/* Octets 3 to 5 arrive before 0 to 2, as after a loss. */
static void
test_early_octets (void)
{
  struct byte_ring ring;
  char text[8] = { 0 };

  g_assert_true (byte_ring_init (&ring, 7));
  byte_ring_append (&ring, "12345", 5);
  byte_ring_drop (&ring, 5);
  g_assert_cmpuint (byte_ring_write_at (&ring, 3, "def", 3), ==, 3);
  g_assert_cmpuint (ring.length, ==, 0);
  g_assert_cmpuint (byte_ring_append (&ring, "abc", 3), ==, 3);
  byte_ring_extend (&ring, 3);
  g_assert_cmpuint (byte_ring_peek (&ring, 0, text, 8), ==, 6);
  g_assert_cmpstr (text, ==, "abcdef");
  g_assert_cmpuint (byte_ring_write_at (&ring, 6, "gh", 2), ==, 1);
  g_assert_cmpuint (byte_ring_write_at (&ring, 7, "h", 1), ==, 0);
  g_assert_cmpuint (byte_ring_write_at (&ring, G_MAXSIZE, "h", 1), ==, 0);
  byte_ring_clear (&ring);
}

static void
test_no_capacity (void)
{
  struct byte_ring ring;
  char octet = 0;

  g_assert_true (byte_ring_init (&ring, 0));
  g_assert_cmpuint (byte_ring_append (&ring, "a", 1), ==, 0);
  g_assert_cmpuint (byte_ring_write_at (&ring, 0, "a", 1), ==, 0);
  g_assert_cmpuint (byte_ring_peek (&ring, 0, &octet, 1), ==, 0);
  byte_ring_drop (&ring, 0);
  g_assert_cmpuint (byte_ring_space (&ring), ==, 0);
  byte_ring_clear (&ring);
}

/* --- against a flat array --- */

#define CAPACITY_MAX 48

/* Octets by their offset from the first one; those never written since the ring moved on are not known. */
struct model
{
  guint8 octets[CAPACITY_MAX];
  gboolean known[CAPACITY_MAX];
  gsize capacity;
  gsize length;
};

static gsize
model_write (struct model *model, gsize offset, const guint8 *octets, gsize length)
{
  gsize i;

  for (i = 0; i < length && offset + i < model->capacity; i++)
    {
      model->octets[offset + i] = octets[i];
      model->known[offset + i] = TRUE;
    }
  return i;
}

static void
model_drop (struct model *model, gsize length)
{
  memmove (model->octets, model->octets + length, model->capacity - length);
  memmove (model->known, model->known + length, (model->capacity - length) * sizeof model->known[0]);
  for (gsize i = model->capacity - length; i < model->capacity; i++)
    model->known[i] = FALSE;
  model->length -= length;
}

static void
compare (const struct byte_ring *ring, const struct model *model, struct rng *rng)
{
  gsize offset = rng_below (rng, CAPACITY_MAX + 4);
  gsize length = rng_below (rng, CAPACITY_MAX + 4);
  gsize expected = offset < model->length ? MIN (length, model->length - offset) : 0;
  guint8 octets[CAPACITY_MAX + 4];

  g_assert_cmpuint (ring->length, ==, model->length);
  g_assert_cmpuint (byte_ring_space (ring), ==, model->capacity - model->length);
  g_assert_cmpuint (byte_ring_peek (ring, offset, octets, length), ==, expected);
  for (gsize i = 0; i < expected; i++)
    if (model->known[offset + i])
      g_assert_cmpuint (octets[i], ==, model->octets[offset + i]);
}

static void
step_both (struct byte_ring *ring, struct model *model, struct rng *rng)
{
  guint8 octets[CAPACITY_MAX];
  gsize length = rng_below (rng, CAPACITY_MAX + 1);
  gsize offset = rng_below (rng, CAPACITY_MAX + 4);

  for (gsize i = 0; i < length; i++)
    octets[i] = (guint8) rng_u32 (rng);
  switch (rng_below (rng, 4))
    {
    case 0:
      length = rng_below (rng, length + 1);
      gsize written = model_write (model, model->length, octets, length);
      g_assert_cmpuint (byte_ring_append (ring, octets, length), ==, written);
      model->length += written;
      break;
    case 1:
      g_assert_cmpuint (byte_ring_write_at (ring, offset, octets, length), ==,
                        model_write (model, offset, octets, length));
      break;
    case 2:
      length = rng_below (rng, model->capacity - model->length + 1);
      byte_ring_extend (ring, length);
      model->length += length;
      break;
    default:
      length = rng_below (rng, model->length + 1);
      byte_ring_drop (ring, length);
      model_drop (model, length);
    }
}

static void
test_against_flat (void)
{
  for (guint64 seed = 0; seed < 200; seed++)
    {
      struct rng rng;
      struct byte_ring ring;
      struct model model = { 0 };

      rng_seed (&rng, seed);
      model.capacity = 1 + rng_below (&rng, CAPACITY_MAX);
      g_assert_true (byte_ring_init (&ring, model.capacity));
      for (int step = 0; step < 300; step++)
        {
          step_both (&ring, &model, &rng);
          compare (&ring, &model, &rng);
        }
      byte_ring_clear (&ring);
    }
}

/* Octets stay in their order across the wrap, and so do early ones, as far as they fit. */
static void
test_resize (void)
{
  static const gsize capacities[] = { 4, 6, 8, 20 };
  struct byte_ring ring;
  guint8 octets[8];

  for (gsize i = 0; i < G_N_ELEMENTS (capacities); i++)
    {
      g_assert_true (byte_ring_init (&ring, 8));
      byte_ring_append (&ring, "......", 6);
      byte_ring_drop (&ring, 6);
      g_assert_cmpuint (byte_ring_append (&ring, "abcd", 4), ==, 4);
      g_assert_cmpuint (byte_ring_write_at (&ring, 5, "fgh", 3), ==, 3);
      g_assert_true (byte_ring_resize (&ring, capacities[i]));
      g_assert_cmpuint (ring.length, ==, 4);
      g_assert_cmpuint (ring.capacity, ==, capacities[i]);
      g_assert_cmpuint (byte_ring_peek (&ring, 0, octets, 8), ==, 4);
      g_assert_cmpmem (octets, 4, "abcd", 4);
      if (capacities[i] >= 8)
        {
          byte_ring_write_at (&ring, 4, "e", 1);
          byte_ring_extend (&ring, 4);
          byte_ring_peek (&ring, 0, octets, 8);
          g_assert_cmpmem (octets, 8, "abcdefgh", 8);
        }
      byte_ring_clear (&ring);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/byte-ring/append-and-drop", test_append_and_drop);
  g_test_add_func ("/base/byte-ring/peek-at-offset", test_peek_at_offset);
  g_test_add_func ("/base/byte-ring/view", test_view);
  g_test_add_func ("/base/byte-ring/early-octets", test_early_octets);
  g_test_add_func ("/base/byte-ring/no-capacity", test_no_capacity);
  g_test_add_func ("/base/byte-ring/resize", test_resize);
  g_test_add_func ("/base/byte-ring/against-flat", test_against_flat);
  return g_test_run ();
}
