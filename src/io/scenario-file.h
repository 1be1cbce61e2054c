/* Scenario files: GKeyFile with translations (Title[zh_CN]=); the format is described in data/scenarios/README.md.
 *
 * Every error is one sentence that names the file, the group and the key, says what is wrong and what is allowed. */
#pragma once

#include "sim/scenario.h"
#include "trace/moment.h"

#include <glib.h>

#define HS_SCENARIO_ERROR (hs_scenario_error_quark ())
GQuark hs_scenario_error_quark (void);

typedef enum
{
  HS_SCENARIO_ERROR_UNREADABLE, /* no such file, or not a key file */
  HS_SCENARIO_ERROR_INVALID, /* a group, key or value is wrong: the message names file, group, key and what is allowed
                              */
  HS_SCENARIO_ERROR_UNKNOWN, /* no scenario of that id */
} HsScenarioError;

/* What a step of a lesson asks to look at. */
enum scenario_show
{
  SHOW_NOTHING, /* as it is */
  SHOW_SEQUENCE,
  SHOW_STATES,
  SHOW_EXPLAIN,
  SHOW_SEGMENT,
  SHOW_VARIABLES,
  SHOW_TIMERS,
};

/* A step of the narration: what is said when something has happened. */
struct scenario_step
{
  struct moment moment;
  char *say; /* with names in braces for explain/narration.h */
  enum scenario_show show;
};

/* What a lesson teaches, in the language asked for; words are NULL where the file has none. */
struct scenario_lesson
{
  char *question;
  char *answer;
  char *misconception;
  char *correction;
  char *reference;  /* "RFC 9293 §3.5, figure 6" */
  GPtrArray *steps; /* of struct scenario_step */
};

#define SCENARIO_STEPS_MAX 64

/* An empty one. */
struct scenario_lesson *scenario_lesson_new (void);
void scenario_lesson_free (struct scenario_lesson *lesson);

/* A larger file is refused. */
#define SCENARIO_FILE_SIZE_MAX (1024 * 1024)

struct scenario_file
{
  struct scenario scenario;
  char *path;
  char *title;                    /* in the language asked for */
  char *summary;                  /* one line, "" when there is none */
  struct scenario_lesson *lesson; /* without steps when the file has none */
  int order;                      /* place in the list */
  GKeyFile *keys;                 /* what the file says, with what scenario_file_set changed; NULL when it is none */
};

/* language NULL = the current locale's. NULL with error set when it cannot be read. */
struct scenario_file *scenario_file_load (const char *path, const char *language, GError **error);
void scenario_file_free (struct scenario_file *file);

/* Sets a value as `--set KEY=VALUE` does: "Group.Key=value" ("Host A.Mss=500"), or a key alone, in any case and with
 * hyphens if you like ("loss=2%", "delayed-ack=false"): of the link it then means both directions, of a host both
 * hosts. "rto" is short for RtoInitial. The file stays as it was when the value is refused. */
gboolean scenario_file_set (struct scenario_file *file, const char *assignment, GError **error);

/* What the file says, to be changed and freed by the caller. */
GKeyFile *scenario_file_copy_keys (const struct scenario_file *file);

/* Where scenarios are looked for: "scenarios" below $HANDSHAKE_DATA_DIR, else where they were installed, else in the
 * source tree. Freed by the caller. */
char *scenario_files_directory (void);

/* All shipped scenarios, sorted by order, then id; elements owned by the array. */
GPtrArray *scenario_files_list (const char *language, GError **error);

/* By id, or by path when it names a file. */
struct scenario_file *scenario_file_find (const char *id_or_path, const char *language, GError **error);
