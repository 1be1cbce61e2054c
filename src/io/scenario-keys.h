/* The groups and keys of scenario files, as tables: the reader walks over them, messages list them, --set looks names
 * up in them. */
#pragma once

#include "sim/scenario.h"

#include <glib.h>

/* How the text of a key becomes a field. */
enum scenario_key_kind
{
  SCENARIO_KEY_TEXT,  /* read elsewhere: a key that needs its neighbours to be understood */
  SCENARIO_KEY_WORDS, /* for people: may have translations, and is read elsewhere */
  SCENARIO_KEY_NAME,
  SCENARIO_KEY_COUNT,
  SCENARIO_KEY_TIME,
  SCENARIO_KEY_SHARE,
  SCENARIO_KEY_RATE,
  SCENARIO_KEY_SWITCH,
  SCENARIO_KEY_ADDRESS,
  SCENARIO_KEY_MAC,
  SCENARIO_KEY_SHIFT, /* of the window, or auto */
  SCENARIO_KEY_SKEW,  /* of a clock */
  SCENARIO_KEY_WORD,  /* one of some words, each a value of an enum */
};

struct scenario_key
{
  const char *name;
  enum scenario_key_kind kind;
  size_t offset; /* of the field in the struct that the group describes */
  size_t size;   /* of the field; of counts 1, 2, 4 or 8 */
  guint64 min;   /* counts and times */
  guint64 max;
  const char *const *words; /* of SCENARIO_KEY_WORD, in the order of the enum; NULL ends them */
};

enum scenario_group
{
  SCENARIO_GROUP_SCENARIO, /* fields of struct scenario */
  SCENARIO_GROUP_HOST,     /* of struct scenario_host */
  SCENARIO_GROUP_LINK,     /* of struct scenario_link */
  SCENARIO_GROUP_COMMAND,
  SCENARIO_GROUP_FAULT,
  SCENARIO_GROUP_LESSON,
  SCENARIO_GROUP_STEP,
};

#define SCENARIO_GROUP_COUNT (SCENARIO_GROUP_STEP + 1)

/* The highest N of [Command N], [Fault N] and [Step N]. */
#define SCENARIO_NUMBER_MAX 999999

/* What Preset= may be, ended by a NULL name. */
struct scenario_preset
{
  const char *name;
  struct tcp_config (*config) (void);
};

extern const struct scenario_preset scenario_presets[];

/* The keys of a kind of group, ended by a NULL name. */
const struct scenario_key *scenario_keys (enum scenario_group group);

/* The key of this name, or NULL. */
const struct scenario_key *scenario_key_find (enum scenario_group group, const char *name);

/* What kind of group a name such as "Host A" or "Command 3" means, with its number (HOST_A, HOST_B, HOST_NONE for
 * [Link]; N). False when there is no such group. */
gboolean scenario_group_parse (const char *name, enum scenario_group *group, guint *number);

/* Sets the field of a key in the struct `base`. NULL, or what is wrong with the text. */
char *scenario_key_apply (const struct scenario_key *key, void *base, const char *text);

/* The text that scenario_key_apply makes the present value of the field of. */
char *scenario_key_text (const struct scenario_key *key, const void *base);

/* What to say of a name that is not known: the nearest known one, or all of them. */
char *scenario_unknown_key (enum scenario_group group, const char *name);
char *scenario_unknown_group (const char *name);

/* The known name that `name` is a slip of, or NULL; names end with NULL. */
const char *scenario_nearest (const char *name, const char *const *names);
