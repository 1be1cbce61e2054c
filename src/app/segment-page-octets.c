#include "app/segment-page-octets.h"

#include "app/inspector-parts.h"

/* Octets in a line: two rows of the header. */
#define LINE_OCTETS 8

/* Octets of data that are shown; the fields are what the page is about. */
#define TEXT_OCTETS_MAX 32

/* Characters of a line: "0010  45 00 00 28  00 01 40 00  E..(..@." */
#define HEX_COLUMN 6
#define TEXT_COLUMN 32

#define FONT_FACTOR 0.84
#define LINE_FACTOR 1.45

struct _HsSegmentOctets
{
  GtkWidget parent_instance;

  GByteArray *octets;
  size_t hidden;
  GPtrArray *rows;
  int current;
};

G_DEFINE_FINAL_TYPE (HsSegmentOctets, hs_segment_octets, GTK_TYPE_WIDGET)

static guint pointed_signal;

/* Size of a character cell. */
struct cell
{
  double width;
  double height;
};

static PangoLayout *
new_layout (GtkWidget *widget, const char *text)
{
  return hs_part_layout (widget, text, FONT_FACTOR, PANGO_WEIGHT_NORMAL, "monospace");
}

static struct cell
measure_cell (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = new_layout (widget, "0000000000");
  int width, height;

  pango_layout_get_size (layout, &width, &height);
  return (struct cell){ width / 10.0 / PANGO_SCALE, (int) (height * LINE_FACTOR / 1.3 / PANGO_SCALE + 0.5) };
}

static unsigned
hex_column (guint place)
{
  return HEX_COLUMN + place * 3 + (place >= LINE_OCTETS / 2);
}

static guint
line_count (HsSegmentOctets *self)
{
  return (self->octets->len + LINE_OCTETS - 1) / LINE_OCTETS;
}

static char *
line_text (HsSegmentOctets *self, guint line)
{
  GString *text = g_string_new (NULL);
  guint first = line * LINE_OCTETS;
  guint end = MIN (first + LINE_OCTETS, self->octets->len);

  g_string_printf (text, "%04x", first);
  for (guint i = first; i < end; i++)
    {
      while (text->len < hex_column (i - first))
        g_string_append_c (text, ' ');
      g_string_append_printf (text, "%02x", self->octets->data[i]);
    }
  while (text->len < TEXT_COLUMN)
    g_string_append_c (text, ' ');
  for (guint i = first; i < end; i++)
    g_string_append_c (text, g_ascii_isprint (self->octets->data[i]) ? (char) self->octets->data[i] : '.');
  return g_string_free (text, FALSE);
}

/* --- drawing --- */

/* The octets of the current row that stand in a line, in both columns. */
static void
draw_mark (HsSegmentOctets *self, GtkSnapshot *snapshot, struct cell cell, guint line, const GdkRGBA *colour)
{
  guint first, count;
  guint begin = line * LINE_OCTETS;

  if (!hs_segment_octets_get_marked (self, &first, &count) || first >= begin + LINE_OCTETS || first + count <= begin)
    return;
  guint from = MAX (first, begin) - begin;
  guint to = MIN (first + count, begin + LINE_OCTETS) - begin - 1;
  float y = (float) (line * cell.height);
  float left = (float) (hex_column (from) * cell.width);
  float right = (float) ((hex_column (to) + 2) * cell.width);

  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT (left - 2, y, right - left + 4, (float) cell.height));
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT ((float) ((TEXT_COLUMN + from) * cell.width), y,
                                                  (float) ((to - from + 1) * cell.width), (float) cell.height));
}

static void
draw_line (HsSegmentOctets *self, GtkSnapshot *snapshot, struct cell cell, guint line, const GdkRGBA *ink)
{
  g_autofree char *text = line_text (self, line);
  g_autoptr (PangoLayout) layout = new_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *pale = pango_attr_foreground_alpha_new (G_MAXUINT16 / 100 * 60);
  PangoAttribute *pale_text = pango_attr_foreground_alpha_new (G_MAXUINT16 / 100 * 60);
  int height;

  pale->end_index = HEX_COLUMN;
  pale_text->start_index = TEXT_COLUMN;
  pango_attr_list_insert (attributes, pale);
  pango_attr_list_insert (attributes, pale_text);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (0, (float) (line * cell.height + (cell.height - height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, ink);
  gtk_snapshot_restore (snapshot);
}

static void
hs_segment_octets_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsSegmentOctets *self = HS_SEGMENT_OCTETS (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  struct cell cell = measure_cell (widget);
  GdkRGBA ink, accent;

  gtk_style_context_get_color (style, &ink);
  if (!gtk_style_context_lookup_color (style, "accent_bg_color", &accent))
    accent = ink;
  accent.alpha = 0.28f;
  for (guint line = 0; line < line_count (self); line++)
    {
      draw_mark (self, snapshot, cell, line, &accent);
      draw_line (self, snapshot, cell, line, &ink);
    }
}

static void
hs_segment_octets_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  struct cell cell = measure_cell (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = (int) ((TEXT_COLUMN + LINE_OCTETS) * cell.width) + 1;
  else
    *minimum = *natural = (int) (line_count (HS_SEGMENT_OCTETS (widget)) * cell.height);
}

/* --- pointing --- */

/* The first row that an octet belongs to, -1 when there is none. */
static int
row_of_octet (HsSegmentOctets *self, guint octet)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const struct segment_row *row = g_ptr_array_index (self->rows, i);

      if (octet >= row->octet && octet < row->octet + row->octets)
        return (int) i;
    }
  return -1;
}

static int
row_at (HsSegmentOctets *self, double x, double y)
{
  struct cell cell = measure_cell (GTK_WIDGET (self));
  double column = x / cell.width;
  guint line = (guint) MAX (y / cell.height, 0);

  for (guint i = 0; i < LINE_OCTETS; i++)
    {
      guint octet = line * LINE_OCTETS + i;
      gboolean on_hex = column >= hex_column (i) - 0.5 && column < hex_column (i) + 2.5;
      gboolean on_text = column >= TEXT_COLUMN + i && column < TEXT_COLUMN + i + 1;

      if ((on_hex || on_text) && octet < self->octets->len)
        return row_of_octet (self, octet);
    }
  return -1;
}

static void
point (HsSegmentOctets *self, int row, gboolean chosen)
{
  g_signal_emit (self, pointed_signal, 0, row, chosen);
}

static void
on_motion (HsSegmentOctets *self, double x, double y)
{
  point (self, self->rows != NULL ? row_at (self, x, y) : -1, FALSE);
}

static void
on_leave (HsSegmentOctets *self)
{
  point (self, -1, FALSE);
}

static void
on_pressed (HsSegmentOctets *self, int presses, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  point (self, self->rows != NULL ? row_at (self, x, y) : -1, TRUE);
}

/* Left and right go from field to field, up and down from line to line. */
static gboolean
on_key (HsSegmentOctets *self, guint key, guint code, GdkModifierType modifiers)
{
  int row = self->current;
  guint first = 0;
  guint count = 0;

  if (self->rows == NULL || self->rows->len == 0)
    return FALSE;
  hs_segment_octets_get_marked (self, &first, &count);
  switch (key)
    {
    case GDK_KEY_Right:
      row = MIN (row + 1, (int) self->rows->len - 1);
      break;
    case GDK_KEY_Left:
      row = MAX (row - 1, 0);
      break;
    case GDK_KEY_Down:
      row = row_of_octet (self, first + LINE_OCTETS);
      break;
    case GDK_KEY_Up:
      row = first >= LINE_OCTETS ? row_of_octet (self, first - LINE_OCTETS) : row;
      break;
    default:
      return FALSE;
    }
  if (row >= 0)
    point (self, row, TRUE);
  return TRUE;
}

/* --- the object --- */

static void
hs_segment_octets_finalize (GObject *object)
{
  HsSegmentOctets *self = HS_SEGMENT_OCTETS (object);

  g_byte_array_unref (self->octets);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (hs_segment_octets_parent_class)->finalize (object);
}

static void
hs_segment_octets_class_init (HsSegmentOctetsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hs_segment_octets_finalize;
  widget_class->snapshot = hs_segment_octets_snapshot;
  widget_class->measure = hs_segment_octets_measure;
  gtk_widget_class_set_css_name (widget_class, "segmentoctets");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  pointed_signal = g_signal_new ("pointed", HS_TYPE_SEGMENT_OCTETS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_INT, G_TYPE_BOOLEAN);
}

static void
hs_segment_octets_init (HsSegmentOctets *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->current = -1;
  self->octets = g_byte_array_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

HsSegmentOctets *
hs_segment_octets_new (void)
{
  return g_object_new (HS_TYPE_SEGMENT_OCTETS, NULL);
}

/* All headers, the beginning of the data, and the rest of that line. */
static size_t
shown_octets (const GPtrArray *rows, size_t length)
{
  size_t shown = length;

  for (guint i = 0; i < rows->len; i++)
    {
      const struct segment_row *row = g_ptr_array_index (rows, i);

      if (row->part == SEGMENT_PART_TEXT)
        shown = row->octet + TEXT_OCTETS_MAX;
    }
  return MIN ((shown + LINE_OCTETS - 1) / LINE_OCTETS * LINE_OCTETS, length);
}

void
hs_segment_octets_set (HsSegmentOctets *self, const uint8_t *octets, size_t length, GPtrArray *rows)
{
  size_t shown = shown_octets (rows, length);

  g_ptr_array_ref (rows);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_byte_array_set_size (self->octets, 0);
  g_byte_array_append (self->octets, octets, (guint) shown);
  self->rows = rows;
  self->hidden = length - shown;
  self->current = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

size_t
hs_segment_octets_hidden (HsSegmentOctets *self)
{
  return self->hidden;
}

void
hs_segment_octets_set_current (HsSegmentOctets *self, int row)
{
  if (row == self->current)
    return;
  self->current = row;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
hs_segment_octets_get_marked (HsSegmentOctets *self, guint *first, guint *count)
{
  const struct segment_row *row;

  if (self->rows == NULL || self->current < 0 || self->current >= (int) self->rows->len)
    return FALSE;
  row = g_ptr_array_index (self->rows, (guint) self->current);
  *first = row->octet;
  *count = row->octets;
  return TRUE;
}
