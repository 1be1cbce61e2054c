/* The order over the connections of a capture: sorting, searching, finding. */
#include "app/capture-list-model.h"

#define MANY 10000u

/* Connection i goes from 10.0.0.1:(1000+i) to 192.0.2.7:80. */
static struct connection_summary *
make_many (guint count)
{
  struct connection_summary *all = g_new0 (struct connection_summary, count);

  for (guint i = 0; i < count; i++)
    {
      all[i].client = (struct endpoint){ ip_address_v4 (10, 0, 0, 1), (uint16_t) (1000 + i) };
      all[i].server = (struct endpoint){ ip_address_v4 (192, 0, 2, 7), 80 };
      all[i].client_to_server = (struct direction_summary){ .segments = 3, .syns = 1, .octets = (i * 7919u) % MANY };
      all[i].server_to_client = (struct direction_summary){ .segments = 3, .syns = 1 };
      all[i].last_time = MS ((i * 104729u) % MANY);
    }
  return all;
}

static const struct connection_summary *
summary_of (gconstpointer source, guint index)
{
  return (const struct connection_summary *) source + index;
}

static guint
index_at (HsConnectionModel *model, guint position)
{
  g_autoptr (HsConnection) it = g_list_model_get_item (G_LIST_MODEL (model), position);

  return it != NULL ? hs_connection_get_index (it) : G_MAXUINT;
}

static guint
length (HsConnectionModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static void
test_as_first_seen (void)
{
  g_autofree struct connection_summary *all = make_many (MANY);
  g_autoptr (HsConnectionModel) model = hs_connection_model_new ();

  g_assert_cmpuint (length (model), ==, 0);
  hs_connection_model_set_source (model, all, MANY, summary_of);
  g_assert_cmpuint (length (model), ==, MANY);
  for (guint i = 0; i < MANY; i += 97)
    g_assert_cmpuint (index_at (model, i), ==, i);
  g_assert_cmpuint (index_at (model, MANY), ==, G_MAXUINT);
}

static void
test_sorts (void)
{
  g_autofree struct connection_summary *all = make_many (MANY);
  g_autoptr (HsConnectionModel) model = hs_connection_model_new ();

  hs_connection_model_set_source (model, all, MANY, summary_of);
  hs_connection_model_set_order (model, HS_CONNECTIONS_BY_SIZE);
  for (guint i = 1; i < MANY; i++)
    g_assert_cmpuint (all[index_at (model, i - 1)].client_to_server.octets, >=,
                      all[index_at (model, i)].client_to_server.octets);
  hs_connection_model_set_order (model, HS_CONNECTIONS_BY_TIME);
  for (guint i = 1; i < MANY; i++)
    g_assert_cmpint (all[index_at (model, i - 1)].last_time, >=, all[index_at (model, i)].last_time);
  all[4711].server_to_client.resets = 1;
  all[42].client_to_server.retransmissions = 9;
  hs_connection_model_set_order (model, HS_CONNECTIONS_BY_PROBLEMS);
  g_assert_cmpuint (index_at (model, 0), ==, 4711);
  g_assert_cmpuint (index_at (model, 1), ==, 42);
  g_assert_cmpuint (index_at (model, 2), ==, 0); /* equals as first seen */
  hs_connection_model_set_order (model, HS_CONNECTIONS_AS_SEEN);
  g_assert_cmpuint (index_at (model, 2), ==, 2);
}

static void
test_searches (void)
{
  g_autofree struct connection_summary *all = make_many (100);
  g_autoptr (HsConnectionModel) model = hs_connection_model_new ();

  all[7].server_to_client = (struct direction_summary){ .segments = 1, .resets = 1 };
  hs_connection_model_set_source (model, all, 100, summary_of);
  hs_connection_model_set_search (model, "1042");
  g_assert_cmpuint (length (model), ==, 1);
  g_assert_cmpuint (index_at (model, 0), ==, 42);
  hs_connection_model_set_search (model, "REFUSED");
  g_assert_cmpuint (length (model), ==, 1);
  g_assert_cmpuint (index_at (model, 0), ==, 7);
  hs_connection_model_set_search (model, "192.0.2.7 10.0.0.1:109");
  g_assert_cmpuint (length (model), ==, 10);
  hs_connection_model_set_search (model, "no such thing");
  g_assert_cmpuint (length (model), ==, 0);
  hs_connection_model_set_search (model, "  ");
  g_assert_cmpuint (length (model), ==, 100);
  g_assert_cmpuint (hs_connection_model_get_total (model), ==, 100);
}

static void
test_finds (void)
{
  g_autofree struct connection_summary *all = make_many (MANY);
  g_autoptr (HsConnectionModel) model = hs_connection_model_new ();

  hs_connection_model_set_source (model, all, MANY, summary_of);
  hs_connection_model_set_order (model, HS_CONNECTIONS_BY_SIZE);
  for (guint i = 0; i < MANY; i += 501)
    g_assert_cmpuint (index_at (model, hs_connection_model_find (model, i)), ==, i);
  hs_connection_model_set_search (model, "1042");
  g_assert_cmpuint (hs_connection_model_find (model, 3), ==, G_MAXUINT);
}

static void
on_changed (GListModel *model, guint position, guint removed, guint added, gpointer user)
{
  guint *known = user;

  g_assert_cmpuint (position + removed, <=, *known);
  *known = *known - removed + added;
}

/* Who listens always knows the true length. */
static void
test_tells_changes (void)
{
  g_autofree struct connection_summary *all = make_many (50);
  g_autoptr (HsConnectionModel) model = hs_connection_model_new ();
  guint known = 0;

  g_signal_connect (model, "items-changed", G_CALLBACK (on_changed), &known);
  hs_connection_model_set_source (model, all, 50, summary_of);
  g_assert_cmpuint (known, ==, 50);
  hs_connection_model_set_search (model, "1001");
  g_assert_cmpuint (known, ==, length (model));
  hs_connection_model_set_order (model, HS_CONNECTIONS_BY_TIME);
  g_assert_cmpuint (known, ==, length (model));
  hs_connection_model_set_source (model, NULL, 0, summary_of);
  g_assert_cmpuint (known, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/capture-list-model/as-first-seen", test_as_first_seen);
  g_test_add_func ("/capture-list-model/sorts", test_sorts);
  g_test_add_func ("/capture-list-model/searches", test_searches);
  g_test_add_func ("/capture-list-model/finds", test_finds);
  g_test_add_func ("/capture-list-model/tells-changes", test_tells_changes);
  return g_test_run ();
}
