/* What the parts of the scenario reader share: the key file, the scenario under construction, and how an error is
 * told. */
#pragma once

#include "io/scenario-file.h"
#include "io/scenario-keys.h"

struct scenario_reader
{
  GKeyFile *keys;
  const char *source; /* what errors begin with: the file's name, or the assignment */
  struct scenario *scenario;
  GError **error;
};

/* Sets the error "SOURCE: [group] key: why" (key NULL: about the whole group), frees why, and returns FALSE. */
gboolean scenario_reader_fail (const struct scenario_reader *reader, const char *group, const char *key, char *why);

/* As scenario_reader_fail when why is not NULL, else TRUE. */
gboolean scenario_reader_check (const struct scenario_reader *reader, const char *group, const char *key, char *why);

/* The text of a key without spaces around it, NULL when the key is not there. False (with the error set) when it
 * cannot be read. Freed by the caller. */
gboolean scenario_reader_text (const struct scenario_reader *reader, const char *group, const char *key, char **text);

/* The same for a key that has to be there. */
gboolean scenario_reader_needed (const struct scenario_reader *reader, const char *group, const char *key, char **text);

/* Whether all groups and keys are known. */
gboolean scenario_reader_names (const struct scenario_reader *reader);

/* Whether no group and no key of the text is there twice: GKeyFile would silently take the last one. */
gboolean scenario_reader_twice (const struct scenario_reader *reader, const char *contents);

/* The names of all groups of a kind, in the order of their numbers. */
GPtrArray *scenario_reader_numbered (const struct scenario_reader *reader, enum scenario_group wanted);

/* Fills in the scenario, which scenario_init has prepared: everything but title, summary and order. */
gboolean scenario_reader_scenario (const struct scenario_reader *reader);

/* scenario-script.c: reads all [Command N] and [Fault N] groups into the scenario. */
gboolean scenario_reader_script (const struct scenario_reader *reader);

/* scenario-lesson.c: reads [Lesson] and all [Step N] groups, in the language of scenario_file_load; NULL on an error.
 */
struct scenario_lesson *scenario_reader_lesson (const struct scenario_reader *reader, const char *language);
