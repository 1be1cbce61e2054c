/* A directory for the files of one test, the path of the scenario in it, and what is done with it. */
#pragma once

#include "io/scenario-file.h"

#include <glib/gstdio.h>

/* What every scenario begins with. */
#define S "[Scenario]\nTitle=T\n"

struct fixture
{
  char *directory;
  char *path;
};

static inline void
set_up (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("handshake-scenario-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->directory, "try.scenario", NULL);
}

static inline void
tear_down (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
      g_unlink (path);
    }
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->path);
}

static inline struct scenario_file *
load (struct fixture *fixture, const char *text, const char *language, GError **error)
{
  g_unlink (fixture->path);
  g_assert_true (g_file_set_contents_full (fixture->path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return scenario_file_load (fixture->path, language, error);
}

static inline struct scenario_file *
load_good (struct fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = load (fixture, text, "C", &error);

  g_assert_no_error (error);
  return file;
}

/* The file is refused with exactly this message. */
static inline void
assert_refused (struct fixture *fixture, const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load (fixture, text, "C", &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == HS_SCENARIO_ERROR);
  g_assert_cmpstr (error->message, ==, message);
}

struct fixture_test
{
  const char *path;
  void (*function) (struct fixture *fixture, gconstpointer data);
};

static inline int
run_fixture_tests (const struct fixture_test *tests, size_t count)
{
  for (size_t i = 0; i < count; i++)
    g_test_add (tests[i].path, struct fixture, NULL, set_up, tests[i].function, tear_down);
  return g_test_run ();
}
