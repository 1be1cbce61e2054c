/* Saving the run of a window, and asking before one is lost. */
#include "app/window-private.h"

#include "app/error-dialog.h"
#include "app/save-dialog.h"
#include "explain/template.h"

#include <glib/gi18n.h>

/* What a person wanted to do that would end the run. */
struct hs_window_wish
{
  HsWindowThen then;
  gpointer data;
  GDestroyNotify free_data;
};

void
hs_window_drop_wish (HsWindow *self)
{
  struct hs_window_wish *wish = g_steal_pointer (&self->wish);

  if (wish == NULL)
    return;
  if (wish->free_data != NULL)
    wish->free_data (wish->data);
  g_free (wish);
}

static void
fulfil (HsWindow *self)
{
  struct hs_window_wish *wish = g_steal_pointer (&self->wish);

  if (wish == NULL)
    return;
  wish->then (self, wish->data);
  if (wish->free_data != NULL)
    wish->free_data (wish->data);
  g_free (wish);
}

static gboolean
on_idle (gpointer user_data)
{
  HsWindow *self = user_data;

  if (self->session != NULL)
    fulfil (self);
  return G_SOURCE_REMOVE;
}

/* When the dialog that asked is gone: the wish may end the window. */
static void
fulfil_soon (HsWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, g_object_ref (self), g_object_unref);
}

/* --- saving --- */

/* Whoever has left the dialog without saving has not meant what was wished for. */
static void
on_dialog_gone (HsWindow *self)
{
  self->save_dialog = NULL;
  if (self->session == NULL)
    return;
  if (hs_session_is_worth_saving (self->session))
    hs_window_drop_wish (self);
  else
    fulfil_soon (self);
}

void
hs_window_save_as (HsWindow *self)
{
  if (hs_session_get_document (self->session) != HS_DOCUMENT_RUN || self->save_dialog != NULL)
    return;
  hs_session_set_playing (self->session, FALSE);
  self->save_dialog = hs_save_dialog_present (GTK_WINDOW (self), self->session);
  g_signal_connect_object (self->save_dialog, "destroy", G_CALLBACK (on_dialog_gone), self, G_CONNECT_SWAPPED);
}

/* To the run's own file without a question, unless there is none or somebody else has changed it. */
void
hs_window_save (HsWindow *self)
{
  const char *path = hs_session_get_path (self->session);
  g_autofree char *own = g_strdup (path);
  g_autofree char *title = g_strdup (hs_session_get_title (self->session));
  g_autofree char *summary = g_strdup (hs_session_get_summary (self->session));
  g_autoptr (GError) error = NULL;

  if (own == NULL || hs_session_is_overtaken (self->session))
    {
      if (own != NULL)
        hs_window_say (self, _ ("Another program has changed the file meanwhile: choose where this run goes."));
      hs_window_save_as (self);
      return;
    }
  if (hs_session_save (self->session, own, title, summary, hs_session_keeps_lesson (self->session), &error))
    fulfil_soon (self);
  else
    {
      hs_window_drop_wish (self);
      hs_error_dialog_present (GTK_WINDOW (self), _ ("The run is not saved"), error->message);
    }
}

static void
on_saved (HsWindow *self)
{
  g_autofree char *name = g_path_get_basename (hs_session_get_path (self->session));
  g_autofree char *sentence = explain_fill (_ ("Saved: {file}"), "file", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (hs_session_get_path (self->session));

  hs_window_remember (self, file);
  hs_window_show_title (self);
  hs_window_say (self, sentence);
}

/* --- asking --- */

static void
on_answer (HsWindow *self, const char *response)
{
  if (g_str_equal (response, "save"))
    hs_window_save (self);
  else if (g_str_equal (response, "discard"))
    fulfil_soon (self);
  else
    hs_window_drop_wish (self);
}

static void
ask (HsWindow *self)
{
  guint count = hs_session_count_unsaved (self->session);
  AdwMessageDialog *dialog
      = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _ ("Save this run?"), NULL));

  hs_session_set_playing (self->session, FALSE);
  adw_message_dialog_format_body (
      dialog,
      g_dngettext (GETTEXT_PACKAGE, "%u thing that you did in “%s” is in no file and will be lost.",
                   "%u things that you did in “%s” are in no file and will be lost.", count),
      count, hs_session_get_title (self->session));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "discard", _ ("_Discard"), "save", _ ("_Save"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
hs_window_when_safe (HsWindow *self, HsWindowThen then, gpointer data, GDestroyNotify free_data)
{
  struct hs_window_wish *wish = g_new (struct hs_window_wish, 1);

  *wish = (struct hs_window_wish){ then, data, free_data };
  hs_window_drop_wish (self);
  self->wish = wish;
  if (hs_session_is_worth_saving (self->session))
    ask (self);
  else
    fulfil (self);
}

void
hs_window_add_save (HsWindow *self)
{
  g_signal_connect_object (self->session, "saved", G_CALLBACK (on_saved), self, G_CONNECT_SWAPPED);
}
