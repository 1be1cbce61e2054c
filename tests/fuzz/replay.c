/* Drives a fuzz target without libFuzzer: each input of its corpus, then mutations of it from a fixed seed, in TAP.
 *
 *   replay-TARGET MUTATIONS FILE-OR-FOLDER…
 *
 * The inputs run in another process; when one ends it, it is written to a file that reproduces it:
 * `replay-TARGET 0 FILE`. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "base/rng.h"
#include "fuzz.h"

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define INPUT_MAX 65536

struct shared
{
  size_t size;
  uint8_t octets[INPUT_MAX];
};

static void
run (struct shared *shared, const uint8_t *octets, size_t size)
{
  memmove (shared->octets, octets, size);
  shared->size = size;
  uint8_t *copy = g_memdup2 (octets, size); /* of its own size, so that a read behind its end is found */
  LLVMFuzzerTestOneInput (copy, size);
  g_free (copy);
}

/* Copies a piece of one place to another, over what is there or between. */
static size_t
copy_piece (struct rng *rng, uint8_t *octets, size_t size)
{
  uint8_t piece[64];
  size_t length = 1 + rng_below (rng, size < sizeof piece ? size : sizeof piece);
  size_t from = rng_below (rng, size - length + 1), to = rng_below (rng, size + 1);
  bool between = rng_below (rng, 2) && size + length <= INPUT_MAX;

  memcpy (piece, octets + from, length);
  if (between)
    {
      memmove (octets + to + length, octets + to, size - to);
      size += length;
    }
  memcpy (octets + to, piece, to + length <= size ? length : size - to);
  return size;
}

static size_t
cut_piece (struct rng *rng, uint8_t *octets, size_t size)
{
  size_t from = rng_below (rng, size), length = 1 + rng_below (rng, size - from);

  memmove (octets + from, octets + from + length, size - from - length);
  return size - length;
}

static size_t
mutate (struct rng *rng, uint8_t *octets, size_t size)
{
  static const uint8_t telling[] = { 0, 1, 4, 20, 40, 64, 127, 128, 254, 255 };

  for (uint64_t changes = 1 + rng_below (rng, 8); changes > 0 && size > 0; changes--)
    switch (rng_below (rng, 8))
      {
      case 0:
        size = cut_piece (rng, octets, size);
        break;
      case 1:
      case 2:
        size = copy_piece (rng, octets, size);
        break;
      case 3:
        octets[rng_below (rng, size)] = telling[rng_below (rng, sizeof telling)];
        break;
      case 4:
        octets[rng_below (rng, size)] = (uint8_t) rng_u32 (rng);
        break;
      default:
        octets[rng_below (rng, size)] ^= (uint8_t) (1u << rng_below (rng, 8));
        break;
      }
  return size;
}

static void
run_file (struct shared *shared, const uint8_t *octets, size_t size, uint64_t mutations, uint64_t seed)
{
  static uint8_t changed[INPUT_MAX];
  struct rng rng;

  run (shared, octets, size);
  rng_seed (&rng, seed);
  for (; mutations > 0; mutations--)
    {
      memcpy (changed, octets, size);
      run (shared, changed, mutate (&rng, changed, size));
    }
}

/* Tells what ended the process, and where it is kept. */
static void
report (const struct shared *shared, const char *name)
{
  g_autofree char *path = NULL;
  int descriptor = g_file_open_tmp ("handshake-crash-XXXXXX", &path, NULL);

  if (descriptor < 0 || write (descriptor, shared->octets, shared->size) != (ssize_t) shared->size)
    perror ("replay");
  else
    fprintf (stderr, "%s 0 %s gives it again\n", name, path);
  if (descriptor >= 0)
    close (descriptor);
}

static bool
replay (struct shared *shared, const char *program, const char *path, unsigned number, uint64_t mutations)
{
  g_autofree char *octets = NULL;
  g_autofree char *name = g_path_get_basename (path);
  gsize size;
  int status = 0;

  if (!g_file_get_contents (path, &octets, &size, NULL) || size > INPUT_MAX)
    {
      printf ("not ok %u - %s cannot be read\n", number, name);
      return false;
    }
  fflush (NULL);
  pid_t child = fork ();
  if (child == 0)
    {
      run_file (shared, (const uint8_t *) octets, size, mutations, number);
      exit (EXIT_SUCCESS);
    }
  bool good
      = child > 0 && waitpid (child, &status, 0) == child && WIFEXITED (status) && WEXITSTATUS (status) == EXIT_SUCCESS;
  if (!good)
    report (shared, program);
  printf ("%s %u - %s and %" G_GUINT64_FORMAT " mutations\n", good ? "ok" : "not ok", number, name, mutations);
  return good;
}

static void
add_inputs (GPtrArray *inputs, const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  if (folder == NULL)
    g_ptr_array_add (inputs, g_strdup (path));
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (!g_str_has_suffix (name, ".md") && !g_str_has_suffix (name, ".build"))
      g_ptr_array_add (inputs, g_build_filename (path, name, NULL));
}

static gint
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

int
main (int argc, char **argv)
{
  struct shared *shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (g_free);
  guint64 mutations = 0;
  unsigned failed = 0;

  if (argc < 3 || !g_ascii_string_to_unsigned (argv[1], 10, 0, G_MAXUINT32, &mutations, NULL) || shared == MAP_FAILED)
    {
      fprintf (stderr, "usage: %s MUTATIONS FILE-OR-FOLDER…\n", argv[0]);
      return 2;
    }
  for (int i = 2; i < argc; i++)
    add_inputs (inputs, argv[i]);
  g_ptr_array_sort (inputs, compare_paths);
  printf ("1..%u\n", inputs->len);
  for (guint i = 0; i < inputs->len; i++)
    failed += !replay (shared, argv[0], g_ptr_array_index (inputs, i), i + 1, mutations);
  munmap (shared, sizeof *shared);
  return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
