#define _GNU_SOURCE

#include "counters.h"

#include <stdio.h>
#include <string.h>

gboolean
counters_are_there (void)
{
  g_autofree char *ss = g_find_program_in_path ("ss");
  g_autofree char *nstat = g_find_program_in_path ("nstat");

  return ss != NULL && nstat != NULL;
}

void
counters_ss (guint16 port, char *text, gsize size)
{
  char command[128];

  g_snprintf (command, sizeof command,
              "ss -tonHOi state synchronized exclude syn-recv exclude time-wait 'sport = :%u' 2>/dev/null", port);
  text[0] = '\0';
  FILE *pipe = popen (command, "re");
  if (pipe == NULL)
    return;
  if (fgets (text, (int) size, pipe) != NULL)
    g_strstrip (text);
  while (fgetc (pipe) != EOF)
    continue;
  pclose (pipe);
}

GHashTable *
counters_nstat (void)
{
  GHashTable *counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  char line[256], name[128];
  guint64 value;

  FILE *pipe = popen ("nstat -asz 2>/dev/null", "re");
  while (pipe != NULL && fgets (line, sizeof line, pipe) != NULL)
    if (sscanf (line, "%127s %" G_GINT64_MODIFIER "u", name, &value) == 2)
      g_hash_table_insert (counters, g_strdup (name), g_memdup2 (&value, sizeof value));
  if (pipe != NULL)
    pclose (pipe);
  return counters;
}

guint64
counters_get (GHashTable *counters, const char *name)
{
  const guint64 *value = g_hash_table_lookup (counters, name);

  return value != NULL ? *value : 0;
}
