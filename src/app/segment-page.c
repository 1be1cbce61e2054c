#include "app/segment-page.h"

#include "app/inspector-parts.h"
#include "app/inspector-subject.h"
#include "app/segment-page-header.h"
#include "app/segment-page-octets.h"
#include "explain/context.h"
#include "explain/format.h"
#include "explain/segment-name.h"
#include "explain/template.h"

#include <glib/gi18n.h>

struct _HsSegmentPage
{
  AdwBin parent_instance;

  HsSession *session;
  event_id shown; /* the event whose segment it is */
  GPtrArray *rows;
  int chosen;  /* row that stays highlighted; -1 */
  int pointed; /* row under the pointer; -1 */

  GtkStack *stack;
  GtkLabel *direction;
  GtkLabel *when;
  GtkLabel *summary;
  HsSegmentHeader *tcp;
  HsSegmentHeader *ip;
  GtkWidget *tcp_heading;
  GtkWidget *ip_heading;
  GtkLabel *field;
  GtkLabel *field_detail;
  HsSegmentOctets *octets;
  GtkLabel *hidden;
  GtkBox *facts;
};

G_DEFINE_FINAL_TYPE (HsSegmentPage, hs_segment_page, ADW_TYPE_BIN)

/* --- the field that is pointed at --- */

static char *
place_words (const struct segment_row *row)
{
  g_autofree char *first = g_strdup_printf ("%u", row->octet);
  g_autofree char *last = g_strdup_printf ("%u", row->octet + row->octets - 1);
  g_autofree char *bits = g_strdup_printf ("%u", row->bits);

  if (row->octets > 1)
    return explain_fill (_ ("octets {first} to {last}"), "first", first, "last", last, NULL);
  if (row->bits < 8)
    return explain_fill (
        g_dngettext (GETTEXT_PACKAGE, "{bits} bit of octet {first}", "{bits} bits of octet {first}", row->bits), "bits",
        bits, "first", first, NULL);
  return explain_fill (_ ("octet {first}"), "first", first, NULL);
}

static void
show_field (HsSegmentPage *self)
{
  int row = self->pointed >= 0 ? self->pointed : self->chosen;
  const struct segment_row *it = row >= 0 ? g_ptr_array_index (self->rows, (guint) row) : NULL;

  hs_segment_header_set_current (self->tcp, row);
  hs_segment_header_set_current (self->ip, row);
  hs_segment_octets_set_current (self->octets, row);
  if (it == NULL)
    {
      hs_part_set_text (self->field, _ ("Point at a field"));
      hs_part_set_text (self->field_detail, _ ("or go through them with the arrow keys"));
      return;
    }
  g_autofree char *field = explain_fill (_ ("{name}: {value}"), "name", it->name, "value", it->value, NULL);
  g_autofree char *place = place_words (it);
  g_autofree char *detail
      = it->note != NULL ? explain_fill (_ ("{note}; {place}"), "note", it->note, "place", place, NULL) : NULL;
  hs_part_set_text (self->field, field);
  hs_part_set_text (self->field_detail, detail != NULL ? detail : place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->tcp), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, field, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->octets), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, field, -1);
}

static void
on_pointed (HsSegmentPage *self, int row, gboolean chosen)
{
  self->pointed = row;
  if (chosen)
    {
      self->chosen = row;
      self->pointed = -1;
    }
  show_field (self);
}

/* --- filling --- */

static void
add_fact (HsSegmentPage *self, const char *name, const char *value, int holds)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkLabel *label = hs_part_label (name, NULL);
  GtkLabel *text = hs_part_label (value, "check-value");

  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
  gtk_label_set_xalign (text, 1);
  gtk_label_set_justify (text, GTK_JUSTIFY_RIGHT);
  gtk_widget_add_css_class (row, "check");
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (label));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (text));
  if (holds >= 0)
    {
      GtkWidget *mark = gtk_image_new_from_icon_name (holds ? "object-select-symbolic" : "window-close-symbolic");

      gtk_widget_add_css_class (mark, holds ? "check-holds" : "check-fails");
      gtk_box_append (GTK_BOX (row), mark);
    }
  gtk_box_append (self->facts, row);
}

static void
add_checksum (HsSegmentPage *self, const struct segment_row *row)
{
  g_autofree char *name = explain_fill (_ ("{part}: checksum"), "part", explain_segment_part_name (row->part), NULL);

  add_fact (self, name, row->note, row->wrong ? 0 : 1);
}

/* The checksums, the options that say something, and whatever is wrong. */
static void
fill_facts (HsSegmentPage *self)
{
  hs_part_clear (self->facts);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const struct segment_row *row = g_ptr_array_index (self->rows, i);

      if (row->checked && row->note != NULL)
        add_checksum (self, row);
      else if (row->part == SEGMENT_PART_OPTIONS && row->octets > 1)
        add_fact (self, row->name, row->value, row->wrong ? 0 : -1);
      else if (row->wrong)
        add_fact (self, row->name, row->note != NULL ? row->note : row->value, 0);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->facts), gtk_widget_get_first_child (GTK_WIDGET (self->facts)) != NULL);
}

/* The rows of IP come first, then all of TCP. */
static void
fill_headers (HsSegmentPage *self, const uint8_t *packet)
{
  guint tcp = 0;

  while (tcp < self->rows->len
         && ((const struct segment_row *) g_ptr_array_index (self->rows, tcp))->part == SEGMENT_PART_IP)
    tcp++;
  hs_segment_header_set_rows (self->ip, packet, self->rows, 0, tcp);
  hs_segment_header_set_rows (self->tcp, packet, self->rows, tcp, self->rows->len);
  gtk_widget_set_visible (GTK_WIDGET (self->ip), tcp > 0);
  gtk_widget_set_visible (self->ip_heading, tcp > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->tcp), tcp < self->rows->len);
  gtk_widget_set_visible (self->tcp_heading, tcp < self->rows->len);
}

static void
fill_head (HsSegmentPage *self, const struct trace *trace, event_id id)
{
  const struct trace_event *event = trace_get (trace, id);
  const struct segment *segment = trace_segment (trace, id);
  gboolean arrived = event->kind == TRACE_ARRIVE || event->kind == TRACE_DISCARD;
  unsigned from = arrived ? event->host ^ 1u : event->host;
  g_autofree char *direction
      = g_strdup_printf ("%s → %s", explain_host_name (trace, from), explain_host_name (trace, from ^ 1u));
  g_autofree char *when = explain_format_instant (event->at);
  g_autofree char *summary = explain_segment_line (segment);

  hs_part_chip_segment (self->direction, segment, direction);
  hs_part_set_text (self->when, when);
  hs_part_set_text (self->summary, summary);
}

static void
fill_octets (HsSegmentPage *self, const uint8_t *packet, size_t length)
{
  size_t hidden;

  hs_segment_octets_set (self->octets, packet, length, self->rows);
  hidden = hs_segment_octets_hidden (self->octets);
  gtk_widget_set_visible (GTK_WIDGET (self->hidden), hidden > 0);
  if (hidden > 0)
    {
      g_autofree char *octets = explain_format_octets (hidden);
      g_autofree char *text = explain_fill (_ ("and {octets} more"), "octets", octets, NULL);

      hs_part_set_text (self->hidden, text);
    }
}

void
hs_segment_page_update (HsSegmentPage *self, event_id subject, gboolean stale)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  event_id carrier = trace != NULL ? hs_subject_segment (trace, subject) : EVENT_NONE;
  const uint8_t *packet = NULL;
  size_t length = 0;

  if (!stale && carrier == self->shown)
    return;
  self->shown = carrier;
  if (carrier != EVENT_NONE)
    packet = trace_packet (trace, carrier, &length);
  gtk_stack_set_visible_child_name (self->stack, packet != NULL ? "segment" : "empty");
  if (packet == NULL)
    return;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = explain_segment_rows (packet, length);
  self->chosen = self->pointed = -1;
  fill_head (self, trace, carrier);
  fill_headers (self, packet);
  fill_facts (self);
  fill_octets (self, packet, length);
  show_field (self);
}

/* --- building --- */

static void
add_head (HsSegmentPage *self, GtkBox *column)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->direction = GTK_LABEL (gtk_label_new (""));
  self->when = GTK_LABEL (gtk_label_new (""));
  self->summary = hs_part_label ("", "segment-summary");
  gtk_widget_set_hexpand (GTK_WIDGET (self->when), TRUE);
  gtk_label_set_xalign (self->when, 1);
  gtk_widget_add_css_class (GTK_WIDGET (self->when), "inspector-time");
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->direction));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->when));
  gtk_box_append (column, row);
  gtk_box_append (column, GTK_WIDGET (self->summary));
}

static HsSegmentHeader *
add_header (HsSegmentPage *self, GtkBox *column, const char *title, GtkWidget **heading)
{
  HsSegmentHeader *header = hs_segment_header_new ();

  *heading = hs_part_heading (title);
  gtk_widget_add_css_class (*heading, "segment-heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (header, "pointed", G_CALLBACK (on_pointed), self);
  gtk_box_append (column, *heading);
  gtk_box_append (column, GTK_WIDGET (header));
  return header;
}

static void
add_field (HsSegmentPage *self, GtkBox *column)
{
  GtkBox *card = hs_part_card ();

  self->field = hs_part_label ("", "field-line");
  self->field_detail = hs_part_label ("", "card-second");
  gtk_widget_add_css_class (GTK_WIDGET (card), "field-card");
  gtk_box_append (card, GTK_WIDGET (self->field));
  gtk_box_append (card, GTK_WIDGET (self->field_detail));
  gtk_box_append (column, GTK_WIDGET (card));
}

static void
add_octets (HsSegmentPage *self, GtkBox *column)
{
  GtkWidget *heading = hs_part_heading (_ ("Octets"));

  self->octets = hs_segment_octets_new ();
  self->hidden = hs_part_label ("", "inspector-time");
  gtk_widget_add_css_class (heading, "segment-heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->octets), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Octets"), -1);
  g_signal_connect_swapped (self->octets, "pointed", G_CALLBACK (on_pointed), self);
  gtk_box_append (column, heading);
  gtk_box_append (column, GTK_WIDGET (self->octets));
  gtk_box_append (column, GTK_WIDGET (self->hidden));
}

static void
hs_segment_page_dispose (GObject *object)
{
  g_clear_object (&HS_SEGMENT_PAGE (object)->session);
  G_OBJECT_CLASS (hs_segment_page_parent_class)->dispose (object);
}

static void
hs_segment_page_finalize (GObject *object)
{
  g_clear_pointer (&HS_SEGMENT_PAGE (object)->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (hs_segment_page_parent_class)->finalize (object);
}

static void
hs_segment_page_class_init (HsSegmentPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_segment_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_segment_page_finalize;
}

static void
hs_segment_page_init (HsSegmentPage *self)
{
  GtkBox *column = hs_part_column ();
  GtkWidget *empty = hs_part_empty ("mail-unread-symbolic", _ ("No segment here"),
                                    _ ("The last step sent or received nothing. "
                                       "Click an arrow to see its header, "
                                       "field by field."));

  self->shown = EVENT_NONE;
  self->chosen = self->pointed = -1;
  self->stack = GTK_STACK (gtk_stack_new ());
  self->facts = hs_part_card ();
  gtk_widget_add_css_class (GTK_WIDGET (self->facts), "facts-card");
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  add_head (self, column);
  self->tcp = add_header (self, column, _ ("TCP header"), &self->tcp_heading);
  add_field (self, column);
  gtk_box_append (column, GTK_WIDGET (self->facts));
  add_octets (self, column);
  self->ip = add_header (self, column, _ ("IP header"), &self->ip_heading);
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, hs_part_scrolled (column), "segment");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

HsSegmentPage *
hs_segment_page_new (HsSession *session)
{
  HsSegmentPage *self = g_object_new (HS_TYPE_SEGMENT_PAGE, NULL);

  self->session = g_object_ref (session);
  return self;
}
