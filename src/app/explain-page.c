#include "app/explain-page.h"

#include "app/explain-page-chain.h"
#include "app/inspector-parts.h"
#include "explain/context.h"
#include "explain/event.h"
#include "explain/state.h"
#include "explain/template.h"

#include <glib/gi18n.h>

struct _HsExplainPage
{
  AdwBin parent_instance;

  HsSession *session;
  event_id shown;
  char *url;

  GtkStack *stack;
  GtkLabel *direction;
  GtkLabel *when;
  GtkLabel *title;
  GtkLabel *text;
  GtkWidget *state_part;
  GtkLabel *state_heading;
  GtkLabel *before;
  GtkWidget *then;
  GtkLabel *after;
  GtkLabel *meaning;
  GtkWidget *check_part;
  GtkBox *checks;
  GtkWidget *next_part;
  GtkLabel *next_actor;
  GtkLabel *next_detail;
  GtkWidget *chain_part;
  GtkBox *chain;
  GtkWidget *section_card;
  GtkLabel *section;
  GtkLabel *section_title;
};

G_DEFINE_FINAL_TYPE (HsExplainPage, hs_explain_page, ADW_TYPE_BIN)

/* --- filling --- */

static void
fill_head (HsExplainPage *self, const struct trace *trace, const struct explanation *it)
{
  gtk_widget_set_visible (GTK_WIDGET (self->direction), it->direction[0] != '\0');
  hs_part_chip_segment (self->direction, trace_segment (trace, it->id), it->direction);
  hs_part_set_text (self->when, it->when);
  hs_part_set_text (self->title, it->title);
  hs_part_set_text (self->text, it->text);
  gtk_widget_set_visible (GTK_WIDGET (self->text), it->text[0] != '\0');
}

static void
fill_state (HsExplainPage *self, const struct trace *trace, const struct explanation *it)
{
  gboolean changed = it->before != it->after;

  gtk_widget_set_visible (self->state_part, it->host < HOST_COUNT);
  if (it->host >= HOST_COUNT)
    return;
  g_autofree char *heading = explain_fill (_ ("State of {host}"), "host", explain_host_name (trace, it->host), NULL);
  hs_part_set_text (self->state_heading, heading);
  hs_part_chip_state (self->before, it->before);
  hs_part_chip_state (self->after, it->after);
  gtk_widget_set_visible (self->then, changed);
  gtk_widget_set_visible (GTK_WIDGET (self->after), changed);
  gtk_widget_set_visible (GTK_WIDGET (self->meaning), changed);
  if (!changed)
    return;
  g_autofree char *meaning = explain_state_card (it->after);
  hs_part_set_text (self->meaning, meaning);
}

/* Columns for a label and a value side by side; when they need more the value stands below. */
#define CHECK_COLUMNS 35

static glong
columns (const char *text)
{
  glong count = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    count += g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;
  return count;
}

static GtkWidget *
new_check (const struct explain_check *check)
{
  gboolean stacked = columns (check->label) + columns (check->value) > CHECK_COLUMNS;
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *texts = gtk_box_new (stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, stacked ? 0 : 8);
  GtkLabel *label = hs_part_label (check->label, NULL);
  GtkLabel *value = hs_part_label (check->value, "check-value");
  GtkWidget *mark = gtk_image_new_from_icon_name (check->holds ? "object-select-symbolic" : "window-close-symbolic");

  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
  gtk_label_set_wrap (value, stacked);
  gtk_label_set_xalign (value, 1);
  gtk_label_set_justify (value, GTK_JUSTIFY_RIGHT);
  gtk_widget_add_css_class (mark, check->holds ? "check-holds" : "check-fails");
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  check->holds ? _ ("holds") : _ ("does not hold"), -1);
  gtk_widget_add_css_class (row, "check");
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (label));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (value));
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), mark);
  return row;
}

static void
fill_checks (HsExplainPage *self, const struct explanation *it)
{
  hs_part_clear (self->checks);
  for (guint i = 0; i < it->checks->len; i++)
    gtk_box_append (self->checks, new_check (g_ptr_array_index (it->checks, i)));
  gtk_widget_set_visible (self->check_part, it->checks->len > 0);
}

static void
fill_next (HsExplainPage *self, const struct explanation *it)
{
  gtk_widget_set_visible (self->next_part, it->next_actor != NULL);
  hs_part_set_text (self->next_actor, it->next_actor != NULL ? it->next_actor : "");
  hs_part_set_text (self->next_detail, it->next_detail != NULL ? it->next_detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->next_detail), it->next_detail != NULL);
}

static void
on_chain_row (HsExplainPage *self, GtkWidget *row)
{
  event_id id = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "event"));
  const struct trace *trace = hs_session_get_trace (self->session);
  /* The rows go when the page follows the jump, and this one with them. */
  g_autoptr (HsSession) session = g_object_ref (self->session);

  if (trace == NULL || id >= trace_length (trace))
    return;
  hs_session_set_playing (session, FALSE);
  hs_session_seek (session, trace_get (trace, id)->at);
  hs_session_select (session, id);
}

static void
add_chain_row (HsExplainPage *self, const struct trace *trace, event_id id, enum hs_chain_place place)
{
  GtkWidget *row = hs_chain_row_new (trace, id, place, id == self->shown);

  g_object_set_data (G_OBJECT (row), "event", GUINT_TO_POINTER (id));
  g_signal_connect_object (row, "clicked", G_CALLBACK (on_chain_row), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->chain, row);
}

static void
fill_chain (HsExplainPage *self, const struct trace *trace, const struct explanation *it)
{
  hs_part_clear (self->chain);
  gtk_widget_set_visible (self->chain_part, it->chain->len > 0);
  if (it->chain->len == 0)
    return;
  for (guint i = 0; i < it->chain->len; i++)
    add_chain_row (self, trace, g_array_index (it->chain, event_id, i),
                   HS_CHAIN_GOES_ON | (i > 0 ? HS_CHAIN_FROM_ABOVE : 0));
  add_chain_row (self, trace, it->id, HS_CHAIN_FROM_ABOVE);
}

static void
fill_section (HsExplainPage *self, const struct explanation *it)
{
  gtk_widget_set_visible (self->section_card, it->section != NULL);
  hs_part_set_text (self->section, it->section != NULL ? it->section : "");
  hs_part_set_text (self->section_title, it->section_title != NULL ? it->section_title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->section_title), it->section_title != NULL);
  gtk_widget_set_sensitive (self->section_card, it->url != NULL);
  g_free (self->url);
  self->url = g_strdup (it->url);
}

void
hs_explain_page_update (HsExplainPage *self, event_id subject, gboolean stale)
{
  const struct trace *trace = hs_session_get_trace (self->session);

  if (!stale && subject == self->shown)
    return;
  self->shown = subject;
  gtk_stack_set_visible_child_name (self->stack, subject == EVENT_NONE ? "empty" : "event");
  if (subject == EVENT_NONE || trace == NULL)
    return;
  g_autoptr (Explanation) it = explain_event (trace, subject);
  fill_head (self, trace, it);
  fill_state (self, trace, it);
  fill_checks (self, it);
  fill_next (self, it);
  fill_chain (self, trace, it);
  fill_section (self, it);
}

static void
on_section (HsExplainPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->url != NULL)
    gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->url, GDK_CURRENT_TIME);
}

/* --- building --- */

static void
add_head (HsExplainPage *self, GtkBox *column)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->direction = GTK_LABEL (gtk_label_new (""));
  self->when = GTK_LABEL (gtk_label_new (""));
  self->title = hs_part_label ("", "explain-title");
  self->text = hs_part_label ("", "explain-text");
  gtk_widget_set_hexpand (GTK_WIDGET (self->when), TRUE);
  gtk_label_set_xalign (self->when, 1);
  gtk_widget_add_css_class (GTK_WIDGET (self->when), "inspector-time");
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->direction));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->when));
  gtk_box_append (column, row);
  gtk_box_append (column, GTK_WIDGET (self->title));
  gtk_box_append (column, GTK_WIDGET (self->text));
}

/* A heading and what stands below it, shown and hidden together. */
static GtkWidget *
add_part (GtkBox *column, GtkWidget *heading, GtkWidget *content)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (part, "inspector-part");
  gtk_box_append (GTK_BOX (part), heading);
  gtk_box_append (GTK_BOX (part), content);
  gtk_box_append (column, part);
  return part;
}

static void
add_state (HsExplainPage *self, GtkBox *column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  self->state_heading = GTK_LABEL (hs_part_heading (""));
  self->before = GTK_LABEL (gtk_label_new (""));
  self->then = gtk_image_new_from_icon_name ("go-next-symbolic");
  self->after = GTK_LABEL (gtk_label_new (""));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->then), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("between two states", "then"), -1);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->before));
  gtk_box_append (GTK_BOX (row), self->then);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->after));
  self->meaning = hs_part_label ("", "card-second");
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->meaning));
  self->state_part = add_part (column, GTK_WIDGET (self->state_heading), box);
}

static void
add_next (HsExplainPage *self, GtkBox *column)
{
  GtkBox *card = hs_part_card ();

  self->next_actor = hs_part_label ("", "card-line");
  self->next_detail = hs_part_label ("", "card-second");
  gtk_box_append (card, GTK_WIDGET (self->next_actor));
  gtk_box_append (card, GTK_WIDGET (self->next_detail));
  self->next_part = add_part (column, hs_part_heading (_ ("Who must act next")), GTK_WIDGET (card));
}

static void
add_section (HsExplainPage *self, GtkBox *column)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->section_card = gtk_button_new ();
  self->section = hs_part_label ("", "section-name");
  self->section_title = hs_part_label ("", "section-title");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->section));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->section_title));
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_button_set_child (GTK_BUTTON (self->section_card), row);
  gtk_widget_add_css_class (self->section_card, "card");
  gtk_widget_add_css_class (self->section_card, "section-card");
  gtk_widget_set_tooltip_text (self->section_card, _ ("Read this section at rfc-editor.org"));
  g_signal_connect_swapped (self->section_card, "clicked", G_CALLBACK (on_section), self);
  gtk_box_append (column, self->section_card);
}

static void
hs_explain_page_dispose (GObject *object)
{
  g_clear_object (&HS_EXPLAIN_PAGE (object)->session);
  G_OBJECT_CLASS (hs_explain_page_parent_class)->dispose (object);
}

static void
hs_explain_page_finalize (GObject *object)
{
  g_free (HS_EXPLAIN_PAGE (object)->url);
  G_OBJECT_CLASS (hs_explain_page_parent_class)->finalize (object);
}

static void
hs_explain_page_class_init (HsExplainPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_explain_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_explain_page_finalize;
}

static void
hs_explain_page_init (HsExplainPage *self)
{
  GtkBox *column = hs_part_column ();
  GtkWidget *empty = hs_part_empty ("media-playback-start-symbolic", _ ("Nothing has happened yet"),
                                    _ ("Press Space to let time run, or → to go step by step. What happens is "
                                       "explained here; click an arrow or a state to ask about it."));

  self->shown = EVENT_NONE;
  self->stack = GTK_STACK (gtk_stack_new ());
  self->checks = hs_part_card ();
  self->chain = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  add_head (self, column);
  add_state (self, column);
  self->check_part = add_part (column, hs_part_heading (_ ("The check, with the numbers of this moment")),
                               GTK_WIDGET (self->checks));
  add_next (self, column);
  self->chain_part = add_part (column, hs_part_heading (_ ("Why did this happen?")), GTK_WIDGET (self->chain));
  add_section (self, column);
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, hs_part_scrolled (column), "event");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

HsExplainPage *
hs_explain_page_new (HsSession *session)
{
  HsExplainPage *self = g_object_new (HS_TYPE_EXPLAIN_PAGE, NULL);

  self->session = g_object_ref (session);
  return self;
}
