#include "app/capture-list-row.h"

#include "app/wrap-layout.h"
#include "explain/format.h"
#include "explain/template.h"

#include <glib/gi18n.h>

struct _HsConnectionRow
{
  GtkBox parent_instance;
  GtkLabel *client;
  GtkLabel *server;
  GtkLabel *duration;
  GtkLabel *segments;
  GtkBox *chips_box;
  GtkLabel *chips[PROBLEM_COUNT];
  char *sentence;
};

G_DEFINE_FINAL_TYPE (HsConnectionRow, hs_connection_row, GTK_TYPE_BOX)

/* A span short enough for a list: "58.5 s", "1 ms". */
static char *
short_duration (vtime span)
{
  vtime grain = span >= SEC (1) ? MS (100) : span >= MS (1) ? MS (1) : US (1);

  return explain_format_duration ((span + grain / 2) / grain * grain);
}

static char *
segments_words (const struct connection_summary *it)
{
  guint64 count = it->client_to_server.segments + it->server_to_client.segments;
  g_autofree char *number = explain_format_count (count);

  return explain_fill (g_dngettext (GETTEXT_PACKAGE, "{n} segment", "{n} segments", (gulong) count), "n", number, NULL);
}

static void
set_chips (HsConnectionRow *self, const struct connection_summary *it, GString *sentence)
{
  gboolean any = FALSE;

  for (int i = 0; i < PROBLEM_COUNT; i++)
    {
      guint64 count = connection_problem_count (it, (enum connection_problem) i);

      gtk_widget_set_visible (GTK_WIDGET (self->chips[i]), count > 0);
      if (count == 0)
        continue;
      any = TRUE;
      g_autofree char *words = connection_problem_words ((enum connection_problem) i, count);
      gtk_label_set_text (self->chips[i], words);
      g_string_append_printf (sentence, ", %s", words);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->chips_box), any);
}

void
hs_connection_row_set (HsConnectionRow *self, const struct connection_summary *it)
{
  char client[ENDPOINT_TEXT_SIZE];
  char server[ENDPOINT_TEXT_SIZE];
  g_autofree char *to = explain_fill (_ ("to {endpoint}"), "endpoint", endpoint_format (&it->server, server), NULL);
  g_autofree char *duration = short_duration (MAX (it->last_time - it->first_time, 0));
  g_autofree char *segments = segments_words (it);
  GString *sentence = g_string_new (endpoint_format (&it->client, client));

  gtk_label_set_text (self->client, client);
  gtk_label_set_text (self->server, to);
  gtk_label_set_text (self->duration, duration);
  gtk_label_set_text (self->segments, segments);
  g_string_append_printf (sentence, " %s, %s, %s", to, duration, segments);
  set_chips (self, it, sentence);
  g_free (self->sentence);
  self->sentence = g_string_free (sentence, FALSE);
}

const char *
hs_connection_row_get_sentence (HsConnectionRow *self)
{
  return self->sentence;
}

/* So many characters of an address are always seen: nearly all that it has in IPv4. */
#define ENDPOINT_CHARS 17

static GtkLabel *
new_label (const char *css_class, float xalign)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (""));

  gtk_label_set_xalign (label, xalign);
  gtk_label_set_ellipsize (label, xalign < 0.5f ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_width_chars (label, xalign < 0.5f ? ENDPOINT_CHARS : -1);
  gtk_widget_set_hexpand (GTK_WIDGET (label), xalign < 0.5f);
  gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  return label;
}

static void
add_line (HsConnectionRow *self, GtkLabel *left, GtkLabel *right)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_append (GTK_BOX (line), GTK_WIDGET (left));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (right));
  gtk_box_append (GTK_BOX (self), line);
}

static void
hs_connection_row_finalize (GObject *object)
{
  g_free (HS_CONNECTION_ROW (object)->sentence);
  G_OBJECT_CLASS (hs_connection_row_parent_class)->finalize (object);
}

static void
hs_connection_row_class_init (HsConnectionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_connection_row_finalize;
}

static void
hs_connection_row_init (HsConnectionRow *self)
{
  static const char *const WEIGHTS[]
      = { [PROBLEM_NOTE] = "note", [PROBLEM_WARNING] = "warning", [PROBLEM_ERROR] = "error" };

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "connection");
  self->client = new_label ("connection-client", 0);
  self->server = new_label ("connection-server", 0);
  self->duration = new_label ("connection-number", 1);
  self->segments = new_label ("connection-number", 1);
  self->chips_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  gtk_widget_set_layout_manager (GTK_WIDGET (self->chips_box), hs_wrap_layout_new (7, 4));
  gtk_widget_add_css_class (GTK_WIDGET (self->chips_box), "connection-chips");
  add_line (self, self->client, self->duration);
  add_line (self, self->server, self->segments);
  for (int i = 0; i < PROBLEM_COUNT; i++)
    {
      self->chips[i] = GTK_LABEL (gtk_label_new (""));
      gtk_label_set_ellipsize (self->chips[i], PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (GTK_WIDGET (self->chips[i]), "problem");
      gtk_widget_add_css_class (GTK_WIDGET (self->chips[i]),
                                WEIGHTS[connection_problem_weight ((enum connection_problem) i)]);
      gtk_box_append (self->chips_box, GTK_WIDGET (self->chips[i]));
    }
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->chips_box));
}

GtkWidget *
hs_connection_row_new (void)
{
  return g_object_new (HS_TYPE_CONNECTION_ROW, NULL);
}
