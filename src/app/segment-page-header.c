#include "app/segment-page-header.h"

#include "app/segment-page-drawing.h"

/* Where the control bits stand in the TCP header. */
#define CONTROL_OCTET 13

struct _HsSegmentHeader
{
  GtkWidget parent_instance;

  GPtrArray *rows; /* of struct segment_row */
  guint first;
  guint end;
  GArray *places; /* of struct field_place */
  uint8_t control_bits;
  int current;
};

G_DEFINE_FINAL_TYPE (HsSegmentHeader, hs_segment_header, GTK_TYPE_WIDGET)

static guint pointed_signal;

static const struct segment_row *
row_of (HsSegmentHeader *self, const struct field_place *place)
{
  return g_ptr_array_index (self->rows, place->row);
}

/* --- drawing --- */

static gboolean
is_control_bits (HsSegmentHeader *self, const struct segment_row *row)
{
  const struct segment_row *first = g_ptr_array_index (self->rows, self->first);

  return row->part == SEGMENT_PART_TCP && first->part == SEGMENT_PART_TCP && row->bits == 8
         && row->octet == first->octet + CONTROL_OCTET;
}

static void
draw_place (HsSegmentHeader *self, const struct header_drawing *it, const struct field_place *place)
{
  const struct segment_row *row = row_of (self, place);
  graphene_rect_t box = header_box (it, place);

  if (is_control_bits (self, row))
    header_draw_control_bits (it, &box, self->control_bits);
  else if (place->named)
    header_draw_words (it, &box, row, place->bits);
}

static void
hs_segment_header_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsSegmentHeader *self = HS_SEGMENT_HEADER (widget);
  struct header_drawing it;

  header_drawing_init (&it, widget, snapshot);
  header_draw_ruler (&it);
  for (int pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < self->places->len; i++)
        {
          const struct field_place *place = &g_array_index (self->places, struct field_place, i);
          graphene_rect_t box = header_box (&it, place);
          gboolean current = self->current == (int) place->row;

          if (current == (pass == 1))
            header_draw_box (&it, &box, current);
          if (pass == 1)
            draw_place (self, &it, place);
        }
    }
}

static void
hs_segment_header_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  HsSegmentHeader *self = HS_SEGMENT_HEADER (widget);
  double unit = header_unit (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 300;
  else
    *minimum = *natural
        = (int) ((HEADER_RULER_HEIGHT + hs_field_places_lines (self->places) * HEADER_LINE_HEIGHT) * unit) + 2;
}

/* --- pointing --- */

static int
row_at (HsSegmentHeader *self, double x, double y)
{
  double unit = header_unit (GTK_WIDGET (self));
  double bit = x * HEADER_BITS / MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 1, 1);
  double line = (y / unit - HEADER_RULER_HEIGHT) / HEADER_LINE_HEIGHT;

  for (guint i = 0; i < self->places->len; i++)
    {
      const struct field_place *it = &g_array_index (self->places, struct field_place, i);

      if (bit >= it->bit && bit < it->bit + it->bits && line >= it->line && line < it->line + it->lines)
        return (int) it->row;
    }
  return -1;
}

static void
point (HsSegmentHeader *self, int row, gboolean chosen)
{
  g_signal_emit (self, pointed_signal, 0, row, chosen);
}

static void
on_motion (HsSegmentHeader *self, double x, double y)
{
  point (self, row_at (self, x, y), FALSE);
}

static void
on_leave (HsSegmentHeader *self)
{
  point (self, -1, FALSE);
}

static void
on_pressed (HsSegmentHeader *self, int presses, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  point (self, row_at (self, x, y), TRUE);
}

/* The field in the next line (or the one before) that stands nearest. */
static int
row_in_line (HsSegmentHeader *self, gboolean down)
{
  const struct field_place *from = NULL;
  double centre;

  for (guint i = 0; i < self->places->len; i++)
    {
      const struct field_place *it = &g_array_index (self->places, struct field_place, i);

      if ((int) it->row == self->current && it->named)
        from = it;
    }
  if (from == NULL)
    return (int) self->first;
  centre = from->bit + from->bits / 2.0;
  for (guint i = 0; i < self->places->len; i++)
    {
      const struct field_place *it = &g_array_index (self->places, struct field_place, i);
      gboolean next = down ? it->line == from->line + from->lines : it->line + it->lines == from->line;

      if (next && centre >= it->bit && centre < it->bit + it->bits)
        return (int) it->row;
    }
  return self->current;
}

static gboolean
on_key (HsSegmentHeader *self, guint key, guint code, GdkModifierType modifiers)
{
  int row = self->current;

  if (self->first >= self->end)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Right:
      row = row < 0 ? (int) self->first : MIN (row + 1, (int) self->end - 1);
      break;
    case GDK_KEY_Left:
      row = row < 0 ? (int) self->first : MAX (row - 1, (int) self->first);
      break;
    case GDK_KEY_Down:
    case GDK_KEY_Up:
      row = row_in_line (self, key == GDK_KEY_Down);
      break;
    default:
      return FALSE;
    }
  point (self, row, TRUE);
  return TRUE;
}

/* --- the object --- */

static void
hs_segment_header_finalize (GObject *object)
{
  HsSegmentHeader *self = HS_SEGMENT_HEADER (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_array_unref (self->places);
  G_OBJECT_CLASS (hs_segment_header_parent_class)->finalize (object);
}

static void
hs_segment_header_class_init (HsSegmentHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hs_segment_header_finalize;
  widget_class->snapshot = hs_segment_header_snapshot;
  widget_class->measure = hs_segment_header_measure;
  gtk_widget_class_set_css_name (widget_class, "segmentheader");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  pointed_signal = g_signal_new ("pointed", HS_TYPE_SEGMENT_HEADER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_INT, G_TYPE_BOOLEAN);
}

static void
hs_segment_header_init (HsSegmentHeader *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->current = -1;
  self->places = g_array_new (FALSE, FALSE, sizeof (struct field_place));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

HsSegmentHeader *
hs_segment_header_new (void)
{
  return g_object_new (HS_TYPE_SEGMENT_HEADER, NULL);
}

void
hs_segment_header_set_rows (HsSegmentHeader *self, const uint8_t *packet, GPtrArray *rows, guint first, guint end)
{
  g_ptr_array_ref (rows);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_array_unref (self->places);
  self->rows = rows;
  self->first = first;
  self->end = end;
  self->places = hs_field_places (rows, first, end);
  self->control_bits = 0;
  for (guint i = first; i < end; i++)
    {
      const struct segment_row *row = g_ptr_array_index (rows, i);

      if (is_control_bits (self, row))
        self->control_bits = packet[row->octet];
    }
  self->current = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
hs_segment_header_set_current (HsSegmentHeader *self, int row)
{
  if (row < (int) self->first || row >= (int) self->end)
    row = -1;
  if (row == self->current)
    return;
  self->current = row;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
hs_segment_header_get_current (HsSegmentHeader *self)
{
  return self->current;
}
