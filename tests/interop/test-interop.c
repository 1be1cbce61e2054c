/* Our TCP against that of Linux and that of lwIP, over a TAP device, in real time: a row of the matrix a subtest, and
 * the matrix as a table at the end.
 *
 *   HANDSHAKE_INTEROP=full      every row, and not only what fits into `make test`
 *   HANDSHAKE_INTEROP_ROWS=…    only rows whose path matches this pattern, such as "kernel/link/loss-15*"
 *   HANDSHAKE_INTEROP_WIDTH=…   so many rows at a time
 *   HANDSHAKE_INTEROP_FRAMES=…  a directory in which the frames of each row stay, as pcap files */
#include "counters.h"
#include "pool.h"
#include "record.h"

#include <glib/gstdio.h>
#include <stdlib.h>

/* Rows at a time. */
#define WIDTH 32

struct suite
{
  struct row *rows;
  unsigned count;
  struct pool *pool; /* NULL before the first row is asked for */
  char *directory;
};

static struct suite suite;

static void
start (void)
{
  const char *width = g_getenv ("HANDSHAKE_INTEROP_WIDTH");

  if (suite.pool != NULL)
    return;
  suite.directory = g_strdup (g_getenv ("HANDSHAKE_INTEROP_FRAMES"));
  if (suite.directory == NULL)
    suite.directory = g_dir_make_tmp ("handshake-interop-XXXXXX", NULL);
  g_assert_nonnull (suite.directory);
  suite.pool
      = pool_new (suite.rows, suite.count, width != NULL ? (unsigned) MAX (atoi (width), 1) : WIDTH, suite.directory);
}

static void
test_row (gconstpointer data)
{
  if (!counters_are_there ())
    {
      g_test_skip ("ss and nstat (iproute2) are not installed");
      return;
    }
  if (suite.rows[GPOINTER_TO_UINT (data)].peer == PEER_LWIP && g_getenv ("HANDSHAKE_LWIP_PEER") == NULL)
    {
      g_test_skip ("lwIP (liblwip-dev) is not installed");
      return;
    }
  start ();
  const struct outcome *outcome = pool_wait (suite.pool, GPOINTER_TO_UINT (data));
  switch (outcome->verdict)
    {
    case VERDICT_GOOD:
      break;
    case VERDICT_BAD:
      g_test_fail_printf ("%s", outcome->why);
      break;
    case VERDICT_SKIP:
      g_test_skip (outcome->why);
      break;
    }
}

/* --- the table --- */

static void
print_line (const struct row *row, const struct outcome *outcome)
{
  static const char *const verdicts[] = { "good", "BAD", "skipped" };
  g_autofree char *amount = g_strdup_printf ("%.2f/%u", (double) row->octets / (1024 * 1024), row->connections);

  g_print ("# %-52s %8s %6.1f %6" G_GUINT64_FORMAT " %5" G_GUINT64_FORMAT " %6" G_GUINT64_FORMAT " %4" G_GUINT64_FORMAT
           " %5" G_GUINT64_FORMAT " %6" G_GUINT64_FORMAT " %4" G_GUINT64_FORMAT " %5" G_GUINT64_FORMAT " %-20s %s\n",
           row->path, amount, outcome->seconds, outcome->frames, outcome->lost, outcome->ours_again,
           outcome->ours_timeouts, outcome->ours_needless, outcome->theirs_again, outcome->theirs_timeouts,
           outcome->theirs_needless, outcome->negotiated, verdicts[outcome->verdict]);
}

static void
print_table (void)
{
  if (suite.pool == NULL)
    return;
  g_print (
      "# MB each way / connections; segments sent again, timeouts, and needless (told by D-SACK): ours, the peer's\n");
  g_print ("# %-52s %8s %6s %6s %5s %6s %4s %5s %6s %4s %5s %-20s\n", "row", "MB/conn", "s", "frames", "lost", "again",
           "RTO", "need", "again", "RTO", "need", "negotiated");
  for (unsigned i = 0; i < suite.count; i++)
    print_line (&suite.rows[i], pool_wait (suite.pool, i));
}

static void
choose_rows (void)
{
  const char *pattern = g_getenv ("HANDSHAKE_INTEROP_ROWS");
  unsigned kept = 0;

  suite.rows = rows_all (g_strcmp0 (g_getenv ("HANDSHAKE_INTEROP"), "full") == 0, &suite.count);
  for (unsigned i = 0; i < suite.count; i++)
    if (pattern == NULL || g_pattern_match_simple (pattern, suite.rows[i].path))
      suite.rows[kept++] = suite.rows[i];
  suite.count = kept;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  choose_rows ();
  for (unsigned i = 0; i < suite.count; i++)
    {
      g_autofree char *path = g_strconcat ("/interop/", suite.rows[i].path, NULL);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  int status = g_test_run ();
  print_table ();
  if (!record_judge_is_there ())
    g_print ("# tshark is not installed: no frame was judged\n");
  /* Fails, as it should, when there are files that somebody may want to look at. */
  if (suite.directory != NULL && g_getenv ("HANDSHAKE_INTEROP_FRAMES") == NULL)
    g_rmdir (suite.directory);
  g_clear_pointer (&suite.pool, pool_free);
  g_free (suite.directory);
  g_free (suite.rows);
  return status;
}
