#include "app/open.h"

#include <glib/gi18n.h>

/* How often the progress of the reading thread is looked at, ms. */
#define PROGRESS_MS 80

struct opening
{
  GFile *file;
  char *path;
  HsSession *session;
  const struct hs_open_report *report;
  guint watch;
  int per_mille; /* atomic: written by the thread */
};

static void
opening_free (gpointer data)
{
  struct opening *opening = data;

  g_clear_handle_id (&opening->watch, g_source_remove);
  g_object_unref (opening->file);
  g_object_unref (opening->session);
  g_free (opening->path);
  g_free (opening);
}

static void
on_progress (double done, void *user)
{
  struct opening *opening = user;

  g_atomic_int_set (&opening->per_mille, (int) (done * 1000));
}

static void
read_capture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  struct opening *opening = data;
  GError *error = NULL;
  struct capture *capture = capture_open (opening->path, cancellable, on_progress, opening, &error);

  if (capture != NULL)
    g_task_return_pointer (task, capture, (GDestroyNotify) capture_free);
  else
    g_task_return_error (task, error);
}

static gboolean
watch_progress (gpointer user_data)
{
  GTask *task = user_data;
  struct opening *opening = g_task_get_task_data (task);

  opening->report->progress (g_task_get_source_object (task), g_atomic_int_get (&opening->per_mille) / 1000.0);
  return G_SOURCE_CONTINUE;
}

static void
on_read (GObject *owner, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (result);
  struct opening *opening = g_task_get_task_data (task);
  const struct hs_open_report *report = opening->report;
  g_autoptr (GError) error = NULL;
  struct capture *capture = g_task_propagate_pointer (task, &error);
  const char *warning;

  g_clear_handle_id (&opening->watch, g_source_remove);
  report->finished (owner, g_task_get_cancellable (task));
  if (capture == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        report->failed (owner, opening->file, error->message);
      return;
    }
  warning = capture_warning (capture);
  if (warning != NULL)
    report->message (owner, warning);
  if (capture_connection_count (capture) == 0)
    {
      if (warning == NULL)
        report->failed (owner, opening->file, _ ("There is no TCP connection in this file."));
      capture_free (capture);
      return;
    }
  hs_session_open_capture (opening->session, capture, 0);
  report->opened (owner, opening->file);
}

static void
open_capture (GObject *owner, HsSession *session, GFile *file, GCancellable *cancellable,
              const struct hs_open_report *report)
{
  struct opening *opening = g_new0 (struct opening, 1);
  g_autoptr (GTask) task = g_task_new (owner, cancellable, on_read, NULL);

  opening->file = g_object_ref (file);
  opening->session = g_object_ref (session);
  opening->path = g_file_get_path (file);
  opening->report = report;
  opening->watch = g_timeout_add (PROGRESS_MS, watch_progress, task);
  g_task_set_task_data (task, opening, opening_free);
  report->progress (owner, 0);
  g_task_run_in_thread (task, read_capture);
}

static void
open_scenario (GObject *owner, HsSession *session, GFile *file, const struct hs_open_report *report)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  struct scenario_file *scenario = scenario_file_load (path, NULL, &error);

  if (scenario == NULL)
    {
      report->failed (owner, file, error->message);
      return;
    }
  hs_session_open_scenario (session, scenario);
  report->opened (owner, file);
}

void
hs_open_file (GObject *owner, HsSession *session, GFile *file, GCancellable *cancellable,
              const struct hs_open_report *report)
{
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    report->failed (owner, file, _ ("Only files on this computer can be opened."));
  else if (g_str_has_suffix (path, ".scenario"))
    open_scenario (owner, session, file, report);
  else
    open_capture (owner, session, file, cancellable, report);
}
