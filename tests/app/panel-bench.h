/* What tests ask of the panels beside the diagram: which texts are seen, which widgets are there. */
#pragma once

#include "app/app-resources.h"

#include <gtk/gtk.h>

/* Calls back for a widget and all below it that are visible. */
static inline void
bench_walk (GtkWidget *widget, void (*visit) (GtkWidget *widget, gpointer user), gpointer user)
{
  if (!gtk_widget_get_visible (widget))
    return;
  visit (widget, user);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      /* Of a stack only the page that is shown is mapped. */
      if (gtk_widget_get_mapped (child) || !gtk_widget_get_mapped (widget))
        bench_walk (child, visit, user);
    }
}

static inline void
bench_add_text (GtkWidget *widget, gpointer user)
{
  if (GTK_IS_LABEL (widget) && gtk_label_get_text (GTK_LABEL (widget))[0] != '\0')
    g_string_append_printf (user, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
}

/* All texts that are seen, one a line. */
static inline char *
bench_texts (GtkWidget *widget)
{
  GString *texts = g_string_new (NULL);

  bench_walk (widget, bench_add_text, texts);
  return g_string_free (texts, FALSE);
}

/* Whether a text is seen as a whole label. */
static inline gboolean
bench_sees (GtkWidget *widget, const char *text)
{
  g_autofree char *texts = bench_texts (widget);
  g_auto (GStrv) lines = g_strsplit (texts, "\n", -1);

  return g_strv_contains ((const char *const *) lines, text);
}

struct bench_search
{
  GType type;
  GPtrArray *found;
};

static inline void
bench_add_widget (GtkWidget *widget, gpointer user)
{
  struct bench_search *search = user;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, search->type))
    g_ptr_array_add (search->found, widget);
}

/* The widgets of a type that are seen, in order. Free with g_ptr_array_unref. */
static inline GPtrArray *
bench_find (GtkWidget *widget, GType type)
{
  struct bench_search search = { type, g_ptr_array_new () };

  bench_walk (widget, bench_add_widget, &search);
  return search.found;
}

static inline gboolean
bench_is_pending (void)
{
  return g_main_context_iteration (NULL, FALSE);
}

/* The style of the program: without it sizes are others. */
static inline void
bench_add_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  g_resources_register (hs_app_get_resource ());
  gtk_css_provider_load_from_resource (provider, "/io/github/handshake_tcp/Handshake/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* A window of its own around a panel, shown. */
static inline GtkWindow *
bench_show (GtkWidget *panel, int width, int height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, panel);
  gtk_window_present (window);
  while (!gtk_widget_get_mapped (panel) || gtk_widget_get_width (panel) == 0)
    g_main_context_iteration (NULL, TRUE);
  return window;
}

/* Lets everything that waits happen. */
static inline void
bench_settle (void)
{
  for (int i = 0; i < 20; i++)
    {
      while (bench_is_pending ())
        ;
      g_usleep (2000);
    }
}
