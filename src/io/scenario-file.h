/* Scenario files: GKeyFile with translations (Title[zh_CN]=); the format is described in data/scenarios/README.md. */
#pragma once

#include "sim/scenario.h"

#include <glib.h>

#define HS_SCENARIO_ERROR (hs_scenario_error_quark ())
GQuark hs_scenario_error_quark (void);

typedef enum
{
  HS_SCENARIO_ERROR_UNREADABLE, /* no such file, or not a key file */
  HS_SCENARIO_ERROR_INVALID,    /* a group, key or value is wrong: the message names file, group, key and what is allowed */
  HS_SCENARIO_ERROR_UNKNOWN,    /* no scenario of that id */
} HsScenarioError;

struct scenario_file
{
  struct scenario scenario;
  char *path;
  char *title;   /* in the current language */
  char *summary; /* one line */
  int order;     /* place in the list */
};

/* language NULL = the current locale's. NULL with error set when it cannot be read. */
struct scenario_file *scenario_file_load (const char *path, const char *language, GError **error);
void scenario_file_free (struct scenario_file *file);

/* Sets a value as `--set KEY=VALUE` does: "Group.Key=value", or a short key such as "loss=2%". */
gboolean scenario_file_set (struct scenario_file *file, const char *assignment, GError **error);

/* All shipped scenarios, sorted by order; elements owned by the array. */
GPtrArray *scenario_files_list (const char *language, GError **error);

/* By id, or by path when it names a file. */
struct scenario_file *scenario_file_find (const char *id_or_path, const char *language, GError **error);
