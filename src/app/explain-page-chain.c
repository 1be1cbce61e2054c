#include "app/explain-page-chain.h"

#include "app/inspector-parts.h"
#include "explain/event.h"
#include "explain/format.h"

#define DOT_WIDTH 12
#define DOT_RADIUS 5.0f
#define LINE_WIDTH 2.0f

#define HS_TYPE_CHAIN_DOT (hs_chain_dot_get_type ())
G_DECLARE_FINAL_TYPE (HsChainDot, hs_chain_dot, HS, CHAIN_DOT, GtkWidget)

/* A dot of the chain, filled for the event that is explained, with the line to its neighbours. */
struct _HsChainDot
{
  GtkWidget parent_instance;
  enum hs_chain_place place;
  gboolean current;
};

G_DEFINE_FINAL_TYPE (HsChainDot, hs_chain_dot, GTK_TYPE_WIDGET)

static void
append_line (GtkSnapshot *snapshot, const GdkRGBA *colour, float x, float from, float to)
{
  if (to > from)
    gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT (x - LINE_WIDTH / 2, from, LINE_WIDTH, to - from));
}

static void
append_dot (HsChainDot *self, GtkSnapshot *snapshot, const GdkRGBA *line, float x, float y)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GskRoundedRect circle;
  GdkRGBA accent = *line;
  float widths[] = { LINE_WIDTH, LINE_WIDTH, LINE_WIDTH, LINE_WIDTH };

  gsk_rounded_rect_init_from_rect (
      &circle, &GRAPHENE_RECT_INIT (x - DOT_RADIUS - 1, y - DOT_RADIUS - 1, 2 * DOT_RADIUS + 2, 2 * DOT_RADIUS + 2),
      DOT_RADIUS + 1);
  if (!self->current)
    {
      gtk_snapshot_append_border (snapshot, &circle, widths, (const GdkRGBA[]){ *line, *line, *line, *line });
      return;
    }
  gtk_style_context_lookup_color (style, "accent_bg_color", &accent);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &accent, &circle.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
hs_chain_dot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsChainDot *self = HS_CHAIN_DOT (widget);
  float x = (float) gtk_widget_get_width (widget) / 2;
  float height = (float) gtk_widget_get_height (widget);
  float y = height / 2;
  GdkRGBA line;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &line);
  if (self->place & HS_CHAIN_FROM_ABOVE)
    append_line (snapshot, &line, x, 0, y - DOT_RADIUS - 1);
  if (self->place & HS_CHAIN_GOES_ON)
    append_line (snapshot, &line, x, y + DOT_RADIUS + 1, height);
  append_dot (self, snapshot, &line, x, y);
}

static void
hs_chain_dot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = DOT_WIDTH;
}

static void
hs_chain_dot_class_init (HsChainDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = hs_chain_dot_snapshot;
  widget_class->measure = hs_chain_dot_measure;
  gtk_widget_class_set_css_name (widget_class, "chaindot");
}

static void
hs_chain_dot_init (HsChainDot *self)
{
}

GtkWidget *
hs_chain_row_new (const struct trace *trace, event_id id, enum hs_chain_place place, gboolean current)
{
  GtkWidget *row = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  HsChainDot *dot = g_object_new (HS_TYPE_CHAIN_DOT, NULL);
  g_autofree char *title = explain_event_title (trace, id);
  g_autofree char *when = explain_format_instant (trace_get (trace, id)->at);
  GtkLabel *what = hs_part_label (title, NULL);
  GtkLabel *time = GTK_LABEL (gtk_label_new (when));

  dot->place = place;
  dot->current = current;
  gtk_widget_set_hexpand (GTK_WIDGET (what), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (time), "inspector-time");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (dot));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (what));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (time));
  gtk_button_set_child (GTK_BUTTON (row), box);
  gtk_widget_add_css_class (row, "flat");
  gtk_widget_add_css_class (row, "chain-row");
  return row;
}
