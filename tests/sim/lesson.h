/* The shipped scenarios for the tests: loaded by the reader that the program uses. */
#pragma once

#include "io/scenario-file.h"
#include "run.h"

/* A folder or file of the source tree; freed by the caller. */
static inline char *
source_path (const char *first, const char *second, const char *third)
{
  const char *root = g_getenv ("HANDSHAKE_SOURCE");

  g_assert_nonnull (root); /* tests/meson.build sets it */
  return g_build_filename (root, first, second, third, NULL);
}

static inline struct scenario_file *
load_lesson (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".scenario", NULL);
  g_autofree char *path = source_path ("data", "scenarios", name);
  g_autoptr (GError) error = NULL;
  struct scenario_file *file = scenario_file_load (path, "C", &error);

  g_assert_no_error (error);
  return file;
}
