/* Keeping a run: it is written as a scenario file with all that was done in it, and what would be lost is known. */
#include "app/session-private.h"

#include "io/scenario-writer.h"

#include <string.h>

/* So many acts in a run that was never saved are work that somebody may want to keep. */
#define WORTH_ASKING 5

void
hs_session_forget_save (HsSession *self)
{
  g_clear_pointer (&self->kept.path, g_free);
  g_clear_pointer (&self->kept.summary, g_free);
  g_clear_pointer (&self->kept.checksum, g_free);
  g_clear_pointer (&self->kept.log, g_array_unref);
  self->kept.lesson = FALSE;
}

/* NULL when it cannot be read. */
static char *
checksum_of (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, length);
}

/* The shipped scenarios are nobody's own. */
static gboolean
is_own (const char *path)
{
  g_autofree char *shipped = scenario_files_directory ();
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *real = g_canonicalize_filename (directory, NULL);
  g_autofree char *real_shipped = g_canonicalize_filename (shipped, NULL);

  return !g_str_equal (real, real_shipped);
}

void
hs_session_begin_save (HsSession *self)
{
  hs_session_forget_save (self);
  self->kept.summary = g_strdup (self->file->summary != NULL ? self->file->summary : "");
  self->kept.lesson = TRUE;
  if (self->file->path == NULL || !is_own (self->file->path))
    return;
  self->kept.path = g_strdup (self->file->path);
  self->kept.checksum = checksum_of (self->kept.path);
}

gboolean
hs_session_save (HsSession *self, const char *path, const char *title, const char *summary, gboolean lesson,
                 GError **error)
{
  const GArray *log;
  struct scenario_save save = { .title = title, .summary = summary, .lesson = lesson };

  g_return_val_if_fail (self->document == HS_DOCUMENT_RUN, FALSE);

  log = recording_log (self->recording);
  save.commands = (const struct sim_command *) (gconstpointer) log->data;
  save.count = log->len;
  if (!scenario_file_save (self->file, &save, path, error))
    return FALSE;

  char *title_kept = g_strdup (title);
  struct session_kept kept
      = { g_strdup (path), g_strdup (summary), lesson, checksum_of (path), hs_session_copy_log (log) };
  hs_session_forget_save (self);
  self->kept = kept;
  g_free (self->title);
  self->title = title_kept;
  hs_session_emit (self, HS_SESSION_SAVED);
  return TRUE;
}

const char *
hs_session_get_path (HsSession *self)
{
  return self->kept.path;
}

const char *
hs_session_get_summary (HsSession *self)
{
  return self->kept.summary != NULL ? self->kept.summary : "";
}

gboolean
hs_session_keeps_lesson (HsSession *self)
{
  return self->kept.lesson;
}

gboolean
hs_session_is_overtaken (HsSession *self)
{
  g_autofree char *now = self->kept.path != NULL ? checksum_of (self->kept.path) : NULL;

  return self->kept.path != NULL && g_strcmp0 (now, self->kept.checksum) != 0;
}

guint
hs_session_count_acts (HsSession *self)
{
  return self->recording != NULL ? recording_log (self->recording)->len : 0;
}

guint
hs_session_count_unsaved (HsSession *self)
{
  const GArray *log, *saved = self->kept.log;
  guint same = 0;

  if (self->recording == NULL)
    return 0;
  log = recording_log (self->recording);
  while (saved != NULL && same < saved->len && same < log->len
         && memcmp (&g_array_index (log, struct sim_command, same), &g_array_index (saved, struct sim_command, same),
                    sizeof (struct sim_command))
                == 0)
    same++;
  if (log->len > same)
    return log->len - same;
  return saved != NULL && saved->len > same;
}

gboolean
hs_session_is_worth_saving (HsSession *self)
{
  return hs_session_count_unsaved (self) >= (self->kept.log != NULL ? 1 : WORTH_ASKING);
}
