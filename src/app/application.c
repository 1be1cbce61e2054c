#include "app/application.h"

#include "app-resources.h"
#include "app/open.h"
#include "app/run.h"
#include "app/window.h"

#include <glib/gi18n.h>

struct _HsApplication
{
  AdwApplication parent_instance;
  GtkFileChooserNative *chooser; /* while the open dialog is up */
};

G_DEFINE_FINAL_TYPE (HsApplication, hs_application, ADW_TYPE_APPLICATION)

static HsWindow *
new_window (HsApplication *self)
{
  HsWindow *window = hs_window_new (GTK_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* A window that still shows the welcome page takes what is opened next. */
static HsWindow *
window_for_file (HsApplication *self)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (HS_IS_WINDOW (active) && hs_session_get_document (hs_window_get_session (HS_WINDOW (active))) == HS_DOCUMENT_NONE)
    return HS_WINDOW (active);
  return new_window (self);
}

static void
hs_application_activate (GApplication *application)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (active != NULL)
    gtk_window_present (active);
  else
    new_window (HS_APPLICATION (application));
}

static void
hs_application_open (GApplication *application, GFile **files, int count, const char *hint)
{
  HsApplication *self = HS_APPLICATION (application);

  for (int i = 0; i < count; i++)
    hs_window_open_file (i == 0 ? window_for_file (self) : new_window (self), files[i]);
}

/* --- actions --- */

static void
on_chosen (HsApplication *self, int response)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    hs_window_open_file (HS_IS_WINDOW (active) ? HS_WINDOW (active) : new_window (self), file);
  g_clear_object (&self->chooser);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (gsize i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const OURS[] = { "*.pcap", "*.pcapng", "*.cap", "*.dmp", "*.scenario", NULL };
  static const char *const ALL[] = { "*", NULL };
  HsApplication *self = user_data;

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Open a capture or a scenario"),
                                               gtk_application_get_active_window (GTK_APPLICATION (self)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("Captures and scenarios"), OURS);
  add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("All files"), ALL);
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_new_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  new_window (user_data);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (gtk_application_get_active_window (user_data), "application-name", _ ("Handshake"),
                         "application-icon", HS_APPLICATION_ID, "version", HANDSHAKE_VERSION, "license-type",
                         GTK_LICENSE_GPL_3_0, "comments",
                         _ ("See what TCP does, and why: two real TCP hosts on one wire."), "translator-credits",
                         _ ("translator-credits"), NULL);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
  g_list_free (windows);
}

static void
add_accelerators (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } ACCELERATORS[] = {
    { "app.open", { "<Control>o" } },
    { "app.quit", { "<Control>q" } },
    { "app.new-window", { "<Control><Shift>n" } },
    { "window.close", { "<Control>w" } },
    { "win.lab", { "<Control>n" } },
    { "win.play", { "F5" } },
    { "win.save", { "<Control>s" } },
    { "win.save-as", { "<Control><Shift>s" } },
    { "win.export", { "<Control>e" } },
    { "win.transcript", { "<Control>t" } },
    { "win.side-list", { "F9" } },
    { "win.lessons", { "<Control>l" } },
    { "win.inspector", { "F10" } },
    { "win.undo", { "<Control>z" } },
    { "win.redo", { "<Control><Shift>z" } },
    { "win.restart", { "<Control>r" } },
    { "win.menu", { "<Control>m" } },
    { "win.view('sequence')", { "<Alt>1" } },
    { "win.view('states')", { "<Alt>2" } },
    { "win.page('explain')", { "<Control>1" } },
    { "win.page('segment')", { "<Control>2" } },
    { "win.page('variables')", { "<Control>3" } },
    { "win.page('timers')", { "<Control>4" } },
    { "win.zoom-in", { "<Control>plus", "<Control>equal" } },
    { "win.zoom-out", { "<Control>minus" } },
    { "win.zoom-reset", { "<Control>0" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ACCELERATORS); i++)
    gtk_application_set_accels_for_action (application, ACCELERATORS[i].action, ACCELERATORS[i].keys);
}

static void
hs_application_startup (GApplication *application)
{
  static const GActionEntry ACTIONS[] = {
    { .name = "open", .activate = on_open },
    { .name = "new-window", .activate = on_new_window },
    { .name = "about", .activate = on_about },
    { .name = "quit", .activate = on_quit },
  };

  G_APPLICATION_CLASS (hs_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), ACTIONS, G_N_ELEMENTS (ACTIONS), application);
  add_accelerators (GTK_APPLICATION (application));
  gtk_window_set_default_icon_name (HS_APPLICATION_ID);
}

static void
hs_application_dispose (GObject *object)
{
  g_clear_object (&HS_APPLICATION (object)->chooser);
  G_OBJECT_CLASS (hs_application_parent_class)->dispose (object);
}

static void
hs_application_class_init (HsApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_application_dispose;
  application_class->startup = hs_application_startup;
  application_class->activate = hs_application_activate;
  application_class->open = hs_application_open;
}

static void
hs_application_init (HsApplication *self)
{
}

HsApplication *
hs_application_new (GApplicationFlags flags)
{
  /* A static library's resources are linked in only when they are asked for. */
  g_resources_register (hs_app_get_resource ());
  g_set_application_name (_ ("Handshake"));
  return g_object_new (HS_TYPE_APPLICATION, "application-id", HS_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN | flags, "resource-base-path", "/io/github/handshake_tcp/Handshake",
                       NULL);
}

int
hs_app_run (int argc, char **argv)
{
  g_autoptr (HsApplication) application = NULL;

  /* main has set the locale, with numbers as headers have them: GTK must not set it again. */
  gtk_disable_setlocale ();
  if (!gtk_init_check ())
    {
      g_printerr ("handshake: %s\n",
                  _ ("There is no display to open a window on; “handshake --help” names the commands that need none."));
      return 1;
    }
  application = hs_application_new (G_APPLICATION_DEFAULT_FLAGS);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
