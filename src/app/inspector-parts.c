#include "app/inspector-parts.h"

#include "app/text-scale.h"
#include "cli/picture-words.h"
#include "explain/context.h"
#include "explain/template.h"

#include <glib/gi18n.h>

GtkLabel *
hs_part_label (const char *text, const char *css_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (text));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  return label;
}

GtkWidget *
hs_part_heading (const char *text)
{
  return GTK_WIDGET (hs_part_label (text, "inspector-heading"));
}

GtkBox *
hs_part_card (void)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "inspector-card");
  return GTK_BOX (card);
}

void
hs_part_set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

GtkWidget *
hs_part_empty (const char *icon_name, const char *title, const char *text)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon_name);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  gtk_widget_add_css_class (page, "compact");
  gtk_widget_add_css_class (page, "inspector-empty");
  return page;
}

GtkWidget *
hs_part_scrolled (GtkBox *content)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (content));
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

GtkBox *
hs_part_column (void)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (column, "inspector-column");
  return GTK_BOX (column);
}

static void
measure_fixed (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
               int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));
  int width = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (widget), "hs-width"));

  /* Its texts wrap: the least width for a height would be a greater one. */
  gtk_widget_measure (child, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural,
                      NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, (int) (width * hs_text_scale (widget)));
}

static void
allocate_fixed (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
}

static void
measure_yielding (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *natural = *minimum;
}

GtkWidget *
hs_part_yielding (GtkWidget *child)
{
  GtkWidget *bin = adw_bin_new ();

  gtk_widget_set_layout_manager (bin, gtk_custom_layout_new (NULL, measure_yielding, allocate_fixed));
  adw_bin_set_child (ADW_BIN (bin), child);
  return bin;
}

void
hs_part_fix_width (GtkWidget *bin, int width)
{
  g_object_set_data (G_OBJECT (bin), "hs-width", GINT_TO_POINTER (width));
  gtk_widget_set_layout_manager (bin, gtk_custom_layout_new (NULL, measure_fixed, allocate_fixed));
}

PangoLayout *
hs_part_layout (GtkWidget *widget, const char *text, double factor, PangoWeight weight, const char *family)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontDescription *font = pango_font_description_copy (pango_context_get_font_description (context));
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  int size = (int) (pango_font_description_get_size (font) * factor);

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, size);
  pango_font_description_set_weight (font, weight);
  if (family != NULL)
    pango_font_description_set_family (font, family);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  return layout;
}

void
hs_part_clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

char *
hs_part_host_name (const struct trace *trace, unsigned host)
{
  const struct trace_host *it = trace_host_const (trace, host);
  char endpoint[ENDPOINT_TEXT_SIZE];

  if (it->name[0] == '\0' && it->endpoint.address.family != IP_NONE)
    return g_strdup (endpoint_format (&it->endpoint, endpoint));
  return explain_fill (PICTURE_WORDS.word (PICTURE_WORDS.user, host == HOST_A ? WORD_CLIENT : WORD_SERVER), "name",
                       explain_host_name (trace, host), NULL);
}
