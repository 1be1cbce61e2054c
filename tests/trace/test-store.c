#include "trace/store.h"

#include <glib.h>
#include <string.h>

static void
test_elements_stay (void)
{
  struct store store;
  uint32_t *places[5 * STORE_CHUNK];

  store_init (&store, sizeof (uint32_t));
  for (uint32_t i = 0; i < G_N_ELEMENTS (places); i++)
    {
      places[i] = store_add (&store);
      *places[i] = i;
    }
  g_assert_cmpuint (store.length, ==, G_N_ELEMENTS (places));
  for (uint32_t i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_assert_true (store_at (&store, i) == places[i]);
      g_assert_cmpuint (*places[i], ==, i);
    }
  store_clear (&store);
  g_assert_cmpuint (store.length, ==, 0);
}

static void
test_octets_stay (void)
{
  struct octet_pile pile = { NULL };
  uint8_t octets[3000];
  const uint8_t *copies[100];

  for (unsigned i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      memset (octets, (int) i, sizeof octets);
      copies[i] = octet_pile_add (&pile, octets, i * 30);
    }
  uint8_t *large = g_malloc0 (200000);
  const uint8_t *copy = octet_pile_add (&pile, large, 200000);
  g_assert_cmpmem (copy, 200000, large, 200000);
  for (unsigned i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      memset (octets, (int) i, sizeof octets);
      g_assert_cmpmem (copies[i], i * 30, octets, i * 30);
    }
  g_free (large);
  octet_pile_clear (&pile);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/store/elements-stay", test_elements_stay);
  g_test_add_func ("/trace/store/octets-stay", test_octets_stay);
  return g_test_run ();
}
