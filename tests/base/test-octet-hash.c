#include "base/octet-hash.h"
#include "base/rng.h"

#include <glib.h>

#define LENGTH 300

static uint64_t
hash_of (const uint8_t *octets, size_t length)
{
  struct octet_hash hash;

  octet_hash_init (&hash);
  octet_hash_add (&hash, octets, length);
  return octet_hash_value (&hash);
}

static void
test_pieces (void)
{
  struct rng rng;
  uint8_t octets[LENGTH];

  rng_seed (&rng, 1);
  for (unsigned i = 0; i < LENGTH; i++)
    octets[i] = (uint8_t) rng_u32 (&rng);
  for (unsigned round = 0; round < 1000; round++)
    {
      size_t length = (size_t) rng_below (&rng, LENGTH + 1);
      struct octet_hash hash;

      octet_hash_init (&hash);
      for (size_t done = 0; done < length;)
        {
          size_t piece = 1 + (size_t) rng_below (&rng, length - done);

          octet_hash_add (&hash, octets + done, piece);
          done += piece;
        }
      g_assert_cmpuint (octet_hash_value (&hash), ==, hash_of (octets, length));
    }
}

/* One octet that is another, missing, or at another place makes another hash. */
static void
test_differences (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  uint8_t octets[24] = { 0 };

  for (size_t length = 0; length <= sizeof octets; length++)
    for (unsigned value = 0; value < 256; value++)
      {
        uint64_t *hash = g_new (uint64_t, 1);

        if (length > 0)
          octets[length - 1] = (uint8_t) value;
        *hash = hash_of (octets, length);
        g_assert_true (g_hash_table_add (seen, hash));
        if (length > 0)
          octets[length - 1] = 0;
        else
          break;
      }
}

static void
test_same_everywhere (void)
{
  g_assert_cmphex (hash_of ((const uint8_t *) "octets of a stream", 18), ==, G_GUINT64_CONSTANT (0x8eb51c99a3ad6574));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/octet-hash/pieces", test_pieces);
  g_test_add_func ("/base/octet-hash/differences", test_differences);
  g_test_add_func ("/base/octet-hash/same-everywhere", test_same_everywhere);
  return g_test_run ();
}
