/* The deterministic simulation test: random worlds, one a seed, in TAP, a line for each hundred of them.
 *
 *   simulate [--first K] [--seeds N] [--chunk N]     runs worlds K to K + N - 1
 *   simulate --print K                               runs world K and prints its scenario file
 *
 * Each hundred runs in a process of its own; the world that is being run is in memory shared with it, so that the
 * scenario can be printed even when the engine ended that process. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "run.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Worlds that are also run from their scenario file: one in so many. */
#define REPLAY_EVERY 10

struct shared
{
  struct world world;
  struct world_result result; /* of the world that failed */
  uint64_t worlds;
  uint64_t events;
  uint64_t octets;
  uint64_t replayed;
};

struct options
{
  gint64 first;
  gint64 seeds;
  gint64 chunk;
  gint64 print;
};

static void
run_seed (struct shared *shared, uint64_t seed, const char *directory)
{
  struct world_result *result = &shared->result;

  world_make (&shared->world, seed);
  world_run (&shared->world, seed % REPLAY_EVERY == 0, directory, result);
  shared->worlds++;
  shared->events += result->events;
  shared->octets += result->octets;
  shared->replayed += result->replayed;
}

static int
run_chunk (struct shared *shared, uint64_t first, uint64_t count, const char *directory)
{
  for (uint64_t seed = first; seed < first + count; seed++)
    {
      run_seed (shared, seed, directory);
      if (!shared->result.good)
        return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}

static void
report_failure (const struct shared *shared, int status)
{
  const struct world *world = &shared->world;
  g_autofree char *text = world_text (world);

  if (WIFEXITED (status) && WEXITSTATUS (status) == EXIT_FAILURE && !shared->result.good
      && shared->result.problem[0] != '\0')
    fprintf (stderr, "seed %" G_GUINT64_FORMAT ": %s\n", world->seed, shared->result.problem);
  else
    fprintf (stderr, "seed %" G_GUINT64_FORMAT ": the program ended (%s %d)\n", world->seed,
             WIFSIGNALED (status) ? "signal" : "status",
             WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status));
  fprintf (stderr, "Again: make simulate SEEDS=1 FIRST=%" G_GUINT64_FORMAT "\n", world->seed);
  fprintf (stderr, "In the window or with `handshake run world.scenario`, from this world.scenario:\n\n%s\n", text);
}

/* Runs a chunk in another process; prints its TAP line. */
static bool
run_chunk_apart (struct shared *shared, unsigned number, uint64_t first, uint64_t count, const char *directory)
{
  int status = 0;

  shared->worlds = shared->events = shared->octets = shared->replayed = 0;
  fflush (NULL);
  pid_t child = fork ();
  if (child == 0)
    {
      int code = run_chunk (shared, first, count, directory);
      fflush (NULL);
      _exit (code);
    }
  if (child < 0 || waitpid (child, &status, 0) != child)
    {
      perror ("simulate");
      exit (EXIT_FAILURE);
    }
  bool good = WIFEXITED (status) && WEXITSTATUS (status) == EXIT_SUCCESS;
  if (!good)
    report_failure (shared, status);
  printf ("%s %u - seeds %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT "\n", good ? "ok" : "not ok", number, first,
          first + count - 1);
  printf ("# %" G_GUINT64_FORMAT " worlds, %" G_GUINT64_FORMAT " events, %" G_GUINT64_FORMAT
          " octets read, %" G_GUINT64_FORMAT " worlds run again from their file\n",
          shared->worlds, shared->events, shared->octets, shared->replayed);
  fflush (stdout);
  return good;
}

static int
run_all (struct shared *shared, const struct options *options, const char *directory)
{
  uint64_t first = (uint64_t) options->first, left = (uint64_t) options->seeds, chunk = (uint64_t) options->chunk;
  uint64_t worlds = 0, events = 0, octets = 0, replayed = 0;
  unsigned number = 0, failed = 0;

  printf ("1..%" G_GUINT64_FORMAT "\n", (left + chunk - 1) / chunk);
  for (; left > 0; first += chunk)
    {
      uint64_t count = chunk < left ? chunk : left;

      failed += !run_chunk_apart (shared, ++number, first, count, directory);
      left -= count;
      worlds += shared->worlds;
      events += shared->events;
      octets += shared->octets;
      replayed += shared->replayed;
    }
  printf ("# in all: %" G_GUINT64_FORMAT " worlds, %" G_GUINT64_FORMAT " events, %" G_GUINT64_FORMAT
          " octets read, %" G_GUINT64_FORMAT " run again from their file, %u of %u lines failed\n",
          worlds, events, octets, replayed, failed, number);
  return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int
print_world (struct shared *shared, uint64_t seed, const char *directory)
{
  run_seed (shared, seed, directory);
  g_autofree char *text = world_text (&shared->world);
  fputs (text, stdout);
  if (!shared->result.good)
    fprintf (stderr, "seed %" G_GUINT64_FORMAT ": %s\n", seed, shared->result.problem);
  return shared->result.good ? EXIT_SUCCESS : EXIT_FAILURE;
}

static bool
read_options (int *argc, char ***argv, struct options *options)
{
  const GOptionEntry entries[] = {
    { "first", 0, 0, G_OPTION_ARG_INT64, &options->first, "the first seed", "K" },
    { "seeds", 0, 0, G_OPTION_ARG_INT64, &options->seeds, "how many", "N" },
    { "chunk", 0, 0, G_OPTION_ARG_INT64, &options->chunk, "how many a line of the output", "N" },
    { "print", 0, 0, G_OPTION_ARG_INT64, &options->print, "print the scenario file of one seed", "K" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  bool good = g_option_context_parse (context, argc, argv, &error) && options->first > 0 && options->seeds > 0
              && options->chunk > 0;
  if (!good)
    fprintf (stderr, "simulate: %s\n", error != NULL ? error->message : "numbers have to be above 0");
  return good;
}

int
main (int argc, char **argv)
{
  struct options options = { .first = 1, .seeds = 1000, .chunk = 100, .print = 0 };

  setlocale (LC_ALL, "C.UTF-8");
  if (!read_options (&argc, &argv, &options))
    return 2;
  struct shared *shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_autofree char *directory = g_dir_make_tmp ("handshake-simulate-XXXXXX", NULL);
  if (shared == MAP_FAILED || directory == NULL)
    {
      perror ("simulate");
      return EXIT_FAILURE;
    }
  int status = options.print > 0 ? print_world (shared, (uint64_t) options.print, directory)
                                 : run_all (shared, &options, directory);
  g_rmdir (directory);
  munmap (shared, sizeof *shared);
  return status;
}
