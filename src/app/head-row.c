#include "app/head-row.h"

#include "app/host-head.h"
#include "app/text-scale.h"
#include "app/wire-pill.h"

#include <glib/gi18n.h>

/* px at a text scale of 100 %. */
#define ROW_HEIGHT 96
#define LEGEND_ROOM 26

/* px kept free between a name and the wire. */
#define WIRE_GAP 34

/* px above the heads. */
#define TOP 8

struct _HsHeadRow
{
  GtkWidget parent_instance;
  HsSession *session;
  HsDiagramView *diagram;
  GtkWidget *heads[HOST_COUNT];
  GtkWidget *pill;
  GtkWidget *legend;
  int centres[HOST_COUNT];
  int wire_y;          /* the middle of the names, where the wire is drawn */
  unsigned popup_host; /* whose menu opens when the figure has scrolled to it */
  gboolean popup_switches;
  int popup_frames;
};

G_DEFINE_FINAL_TYPE (HsHeadRow, hs_head_row, GTK_TYPE_WIDGET)

static void
hs_head_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  HsHeadRow *self = HS_HEAD_ROW (widget);

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      int head_minimum, head_natural;

      gtk_widget_measure (self->heads[HOST_A], orientation, -1, &head_minimum, &head_natural, NULL, NULL);
      *minimum = *natural = MAX ((int) (ROW_HEIGHT * hs_text_scale (widget)), head_natural + TOP);
    }
}

/* Between left and right, if it can be, and no wider than room. */
static void
place (GtkWidget *child, int centre, int y, int left, int right, int room)
{
  GtkRequisition minimum, natural;
  GskTransform *transform;
  int x;

  if (!gtk_widget_should_layout (child))
    return;
  gtk_widget_get_preferred_size (child, &minimum, &natural);
  natural.width = CLAMP (room, minimum.width, natural.width);
  x = CLAMP (centre - natural.width / 2, left, MAX (left, right - natural.width));
  transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_widget_allocate (child, natural.width, natural.height, -1, transform);
}

static void
hs_head_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HsHeadRow *self = HS_HEAD_ROW (widget);
  GtkRequisition pill;
  int middle, room;
  double left, right;

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      double x, band;

      hs_diagram_view_band_place (self->diagram, width, host, &x, &band);
      self->centres[host] = (int) (x + band / 2);
    }
  /* Where the figure is wider than the window its heads scroll out of sight with it. */
  hs_diagram_view_sides (self->diagram, width, &left, &right);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    place (self->heads[host], self->centres[host], TOP, (int) left, (int) right, width);
  middle = (self->centres[HOST_A] + self->centres[HOST_B]) / 2;
  room = self->centres[HOST_B] - self->centres[HOST_A] - hs_host_head_name_extent (HS_HOST_HEAD (self->heads[HOST_A]))
         - hs_host_head_name_extent (HS_HOST_HEAD (self->heads[HOST_B])) - WIRE_GAP;
  gtk_widget_get_preferred_size (self->pill, NULL, &pill);
  self->wire_y = TOP + hs_host_head_name_middle (HS_HOST_HEAD (self->heads[HOST_A]));
  place (self->pill, middle, self->wire_y - pill.height / 2, (int) left, (int) right, MAX (room, 60));
  place (self->legend, middle, height - (int) (LEGEND_ROOM * hs_text_scale (widget)), 0, width, width);
}

static void
line (GtkSnapshot *snapshot, int y, int from, int to, const GdkRGBA *colour)
{
  if (to > from)
    gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT (from, y - 1, to - from, 2));
}

static void
hs_head_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsHeadRow *self = HS_HEAD_ROW (widget);

  if (gtk_widget_should_layout (self->pill))
    {
      graphene_rect_t pill;
      GdkRGBA colour;
      int start = self->centres[HOST_A] + hs_host_head_name_extent (HS_HOST_HEAD (self->heads[HOST_A])) + WIRE_GAP;
      int end = self->centres[HOST_B] - hs_host_head_name_extent (HS_HOST_HEAD (self->heads[HOST_B])) - WIRE_GAP;

      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
      colour.alpha *= 0.25f;
      if (gtk_widget_compute_bounds (self->pill, widget, &pill))
        {
          line (snapshot, self->wire_y, start, (int) pill.origin.x, &colour);
          line (snapshot, self->wire_y, (int) (pill.origin.x + pill.size.width), end, &colour);
        }
    }
  GTK_WIDGET_CLASS (hs_head_row_parent_class)->snapshot (widget, snapshot);
}

static void
on_document_changed (HsHeadRow *self)
{
  gtk_widget_set_visible (self->legend, hs_session_get_document (self->session) == HS_DOCUMENT_CAPTURE
                                            && hs_session_get_trace (self->session) != NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static GtkWidget *
new_legend (void)
{
  static const struct
  {
    const char *css_class;
    const char *label;
  } ITEMS[] = { { "proven", N_ ("proven") }, { "inferred", N_ ("inferred") }, { "unknown", N_ ("unknown") } };
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  for (gsize i = 0; i < G_N_ELEMENTS (ITEMS); i++)
    {
      GtkWidget *swatch = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      GtkWidget *label = gtk_label_new (_ (ITEMS[i].label));

      gtk_widget_add_css_class (swatch, "swatch");
      gtk_widget_add_css_class (swatch, ITEMS[i].css_class);
      gtk_widget_set_size_request (swatch, 26, 14);
      gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (label, "legend-text");
      gtk_box_append (GTK_BOX (legend), swatch);
      gtk_box_append (GTK_BOX (legend), label);
    }
  return legend;
}

static void
hs_head_row_dispose (GObject *object)
{
  HsHeadRow *self = HS_HEAD_ROW (object);
  GtkWidget *child;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->diagram != NULL)
    g_signal_handlers_disconnect_by_data (self->diagram, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);
  g_clear_object (&self->diagram);
  G_OBJECT_CLASS (hs_head_row_parent_class)->dispose (object);
}

static void
hs_head_row_class_init (HsHeadRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_head_row_dispose;
  widget_class->measure = hs_head_row_measure;
  widget_class->size_allocate = hs_head_row_size_allocate;
  widget_class->snapshot = hs_head_row_snapshot;
  gtk_widget_class_set_css_name (widget_class, "headrow");
}

static void
hs_head_row_init (HsHeadRow *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
hs_head_row_new (HsSession *session, HsDiagramView *diagram)
{
  HsHeadRow *self = g_object_new (HS_TYPE_HEAD_ROW, NULL);
  GtkWidget *widget = GTK_WIDGET (self);

  self->session = g_object_ref (session);
  self->diagram = g_object_ref (diagram);
  self->heads[HOST_A] = hs_host_head_new (session, HOST_A);
  self->pill = hs_wire_pill_new (session);
  self->heads[HOST_B] = hs_host_head_new (session, HOST_B);
  self->legend = new_legend ();
  gtk_widget_set_parent (self->heads[HOST_A], widget);
  gtk_widget_set_parent (self->pill, widget);
  gtk_widget_set_parent (self->heads[HOST_B], widget);
  gtk_widget_set_parent (self->legend, widget);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (diagram, "placed", G_CALLBACK (gtk_widget_queue_allocate), self);
  on_document_changed (self);
  return widget;
}

/* The heads have followed the figure by the second frame. */
static gboolean
popup_when_placed (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  HsHeadRow *self = HS_HEAD_ROW (widget);

  if (self->popup_frames-- > 0)
    return G_SOURCE_CONTINUE;
  hs_host_head_popup (HS_HOST_HEAD (self->heads[self->popup_host]), self->popup_switches);
  return G_SOURCE_REMOVE;
}

void
hs_head_row_popup_host (HsHeadRow *self, unsigned host, gboolean switches)
{
  if (!hs_diagram_view_show_host (self->diagram, host))
    {
      hs_host_head_popup (HS_HOST_HEAD (self->heads[host]), switches);
      return;
    }
  self->popup_host = host;
  self->popup_switches = switches;
  self->popup_frames = 1;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), popup_when_placed, NULL, NULL);
}

void
hs_head_row_popup_wire (HsHeadRow *self)
{
  hs_wire_pill_popup (HS_WIRE_PILL (self->pill));
}
