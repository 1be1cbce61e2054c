/* A window on a private display, and time for it to live. */
#pragma once

#include "app/application.h"
#include "app/window.h"

#include <gtk/gtk.h>

/* Longer than any of this takes on a loaded machine, s. */
#define BENCH_PATIENCE 30

static inline HsWindow *
bench_window (void)
{
  static HsApplication *application;
  GList *windows;

  if (application == NULL)
    {
      g_autoptr (GError) error = NULL;

      application = hs_application_new (G_APPLICATION_NON_UNIQUE);
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
    }
  g_application_activate (G_APPLICATION (application));
  windows = gtk_application_get_windows (GTK_APPLICATION (application));
  g_assert_nonnull (windows);
  return HS_WINDOW (windows->data);
}

/* Lets the main loop run until a condition holds; fails when patience ends before. */
#define bench_wait(condition)                                                                                          \
  do                                                                                                                   \
    {                                                                                                                  \
      gint64 bench_end = g_get_monotonic_time () + BENCH_PATIENCE * G_USEC_PER_SEC;                                    \
      while (!(condition) && g_get_monotonic_time () < bench_end)                                                      \
        {                                                                                                              \
          if (!g_main_context_iteration (NULL, FALSE))                                                                 \
            g_usleep (1000);                                                                                           \
        }                                                                                                              \
      g_assert_true (condition);                                                                                       \
    }                                                                                                                  \
  while (0)

static gboolean
bench_count_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer count)
{
  gtk_widget_queue_draw (widget);
  return --*(int *) count > 0;
}

/* Lets so many frames be drawn. */
static inline void
bench_frames (HsWindow *window, int frames)
{
  int left = frames;

  gtk_widget_add_tick_callback (GTK_WIDGET (window), bench_count_frame, &left, NULL);
  bench_wait (left <= 0);
}

static inline void
bench_activate (HsWindow *window, const char *action, const char *parameter)
{
  g_autoptr (GVariant) value = parameter != NULL ? g_variant_parse (NULL, parameter, NULL, NULL, NULL) : NULL;

  if (value != NULL)
    g_variant_take_ref (value);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), action));
  g_action_group_activate_action (G_ACTION_GROUP (window), action, value);
}

static inline gboolean
bench_enabled (HsWindow *window, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static inline gboolean
bench_state_is (HsWindow *window, const char *action, const char *text)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), action);
  g_autofree char *printed = g_variant_print (state, FALSE);

  return g_str_equal (printed, text);
}

/* Presses a key or clicks, as a person would: `steps` are xdotool's. False when there is no xdotool. */
static inline gboolean
bench_xdotool (const char *steps)
{
  g_autofree char *command = g_strdup_printf ("xdotool %s", steps);
  g_autofree char *path = g_find_program_in_path ("xdotool");
  g_autoptr (GError) error = NULL;
  int status = -1;

  if (path == NULL)
    return FALSE;
  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return TRUE;
}
