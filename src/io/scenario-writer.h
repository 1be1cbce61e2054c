/* Scenarios as files again: what is written opens as the scenario that it was written from, and says no more than what
 * differs from the values of the lessons. */
#pragma once

#include "io/scenario-file.h"

/* The keys of a file that is this scenario; free with g_key_file_unref. */
GKeyFile *scenario_write (const struct scenario *scenario, const char *title);

/* What goes into a file beside the scenario that the run began with. */
struct scenario_save
{
  const char *title;
  const char *summary; /* "" for none */
  bool lesson;         /* [Lesson] and [Step N] stay */

  /* The commands given while it ran, each when all else of its instant was done. */
  const struct sim_command *commands;
  size_t count;
};

/* Writes the file. What `file` was read from stays as its author wrote it, comments and translations too; a title or
 * summary in none of its languages takes the place of all of them. False with a sentence when it cannot be written or
 * has more commands than a file may have. */
gboolean scenario_file_save (const struct scenario_file *file, const struct scenario_save *save, const char *path,
                             GError **error);
