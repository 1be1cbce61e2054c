#include "app/narration-card.h"

#include "app/inspector-parts.h"
#include "explain/template.h"

#include <glib/gi18n.h>

/* px */
#define WORDS_HEIGHT_MIN 48

struct _HsNarrationCard
{
  GtkBox parent_instance;

  HsNarrator *narrator;
  GtkLabel *place;
  GtkLabel *said;
  GtkBox *conclusion;
};

G_DEFINE_FINAL_TYPE (HsNarrationCard, hs_narration_card, GTK_TYPE_BOX)

/* --- filling --- */

static void
fill_place (HsNarrationCard *self)
{
  int step = hs_narrator_get_step (self->narrator);
  g_autofree char *number = g_strdup_printf ("%d", step + 1);
  g_autofree char *count = g_strdup_printf ("%u", hs_narrator_count (self->narrator));
  g_autofree char *text = explain_fill (step >= 0 ? _ ("Step {step} of {count}") : _ ("{count} steps"), "step", number,
                                        "count", count, NULL);

  hs_part_set_text (self->place, text);
}

/* A heading with what stands below it, when there is something. */
static void
add_words (HsNarrationCard *self, const char *heading, const char *words)
{
  GtkWidget *label;

  if (words == NULL || words[0] == '\0')
    return;
  label = GTK_WIDGET (hs_part_label (words, "narration-text"));
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_box_append (self->conclusion, hs_part_heading (heading));
  gtk_box_append (self->conclusion, label);
}

/* The answer is there for who has thought about it. */
static void
add_answer (HsNarrationCard *self, const char *answer)
{
  GtkWidget *expander;

  if (answer == NULL || answer[0] == '\0')
    return;
  expander = gtk_expander_new (_ ("Answer"));
  gtk_expander_set_child (GTK_EXPANDER (expander), GTK_WIDGET (hs_part_label (answer, "narration-text")));
  gtk_box_append (self->conclusion, expander);
}

static void
fill_conclusion (HsNarrationCard *self)
{
  const struct scenario_lesson *lesson = hs_narrator_get_lesson (self->narrator);

  hs_part_clear (self->conclusion);
  add_words (self, _ ("Question"), lesson->question);
  add_answer (self, lesson->answer);
  add_words (self, _ ("Often heard, but wrong"), lesson->misconception);
  add_words (self, _ ("What is right"), lesson->correction);
  add_words (self, _ ("Read on"), lesson->reference);
}

/* Before the first step: what to think about meanwhile. */
static char *
opening_words (HsNarrationCard *self)
{
  const char *question = hs_narrator_get_lesson (self->narrator)->question;

  return g_strdup (question != NULL ? question : "");
}

static void
update (HsNarrationCard *self)
{
  int step = hs_narrator_get_step (self->narrator);
  gboolean shown = hs_narrator_has_lesson (self->narrator) && hs_narrator_get_on (self->narrator);
  gboolean concluded = shown && step >= 0 && hs_narrator_is_conclusion (self->narrator, (guint) step);
  g_autofree char *said = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->said), !concluded);
  gtk_widget_set_visible (GTK_WIDGET (self->conclusion), concluded);
  if (!shown)
    return;
  fill_place (self);
  if (concluded)
    {
      fill_conclusion (self);
      return;
    }
  said = step >= 0 ? hs_narrator_say (self->narrator, (guint) step) : opening_words (self);
  hs_part_set_text (self->said, said);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

/* --- building --- */

static GtkWidget *
new_button (const char *label, const char *action, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tooltip);
  return button;
}

static void
hs_narration_card_dispose (GObject *object)
{
  HsNarrationCard *self = HS_NARRATION_CARD (object);

  if (self->narrator != NULL)
    g_signal_handlers_disconnect_by_data (self->narrator, self);
  g_clear_object (&self->narrator);
  G_OBJECT_CLASS (hs_narration_card_parent_class)->dispose (object);
}

static void
hs_narration_card_class_init (HsNarrationCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_narration_card_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "narration");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_buttons (HsNarrationCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *back = new_button (C_ ("lesson", "Back"), "win.lesson-back", _ ("To the step before (←)"));
  GtkWidget *next = new_button (C_ ("lesson", "Next"), "win.lesson-next", _ ("To the next step (→)"));

  self->place = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->place, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->place), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->place), "narration-place");
  gtk_widget_add_css_class (next, "suggested-action");
  gtk_widget_add_css_class (row, "narration-buttons");
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->place));
  gtk_box_append (GTK_BOX (row), back);
  gtk_box_append (GTK_BOX (row), next);
  gtk_box_append (GTK_BOX (self), row);
}

/* As high as the words are, and lower where that would leave no room for the page below: then they scroll. A scrolled
 * window alone would not ask how high they are at this width. */
static void
measure_words (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
               int *minimum_baseline, int *natural_baseline)
{
  GtkWidget *words = g_object_get_data (G_OBJECT (widget), "hs-words");

  gtk_widget_measure (words, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = MIN (*minimum, WORDS_HEIGHT_MIN);
}

static void
allocate_words (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
}

static GtkSizeRequestMode
words_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static GtkWidget *
new_room (GtkWidget *scrolled, GtkWidget *words)
{
  GtkWidget *room = adw_bin_new ();

  g_object_set_data (G_OBJECT (room), "hs-words", words);
  gtk_widget_set_layout_manager (room, gtk_custom_layout_new (words_mode, measure_words, allocate_words));
  adw_bin_set_child (ADW_BIN (room), scrolled);
  return room;
}

static void
hs_narration_card_init (HsNarrationCard *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "narration-card");
  self->said = hs_part_label ("", "narration-text");
  self->conclusion = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->said));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->conclusion));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), words);
  gtk_box_append (GTK_BOX (self), new_room (scrolled, words));
  add_buttons (self);
}

HsNarrationCard *
hs_narration_card_new (HsNarrator *narrator)
{
  HsNarrationCard *self = g_object_new (HS_TYPE_NARRATION_CARD, NULL);

  self->narrator = g_object_ref (narrator);
  g_signal_connect_swapped (narrator, "changed", G_CALLBACK (update), self);
  update (self);
  return self;
}
