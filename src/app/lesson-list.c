#include "app/lesson-list.h"

#include "explain/state.h"

#include <glib/gi18n.h>
#include <string.h>

struct _HsLessonList
{
  GtkBox parent_instance;
  HsSession *session;
  GPtrArray *files;
  GtkListBox *states; /* one row a state, seen when it is looked for */
  GtkListBox *list;
  GtkSearchEntry *search;
};

G_DEFINE_FINAL_TYPE (HsLessonList, hs_lesson_list, GTK_TYPE_BOX)

static GtkWidget *
new_text (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* A state, how others write it, and what it means. */
static GtkWidget *
new_state_row (enum tcp_state state)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  const char *second = explain_state_second_line (state);
  g_autofree char *title = g_strdup_printf ("%s%s%s", tcp_state_name (state), *second != '\0' ? " " : "", second);

  gtk_box_append (GTK_BOX (texts), new_text (title, "row-title"));
  gtk_box_append (GTK_BOX (texts), new_text (explain_state_other_names (state), "row-summary"));
  gtk_box_append (GTK_BOX (texts), new_text (explain_state_text (state), "row-summary"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), texts);
  gtk_widget_set_tooltip_text (row, _ ("Show it in the state machine"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

/* A grid gives texts that wrap all the width that is there; a box would ask how narrow they can be. */
static GtkWidget *
new_row (const struct scenario_file *file, guint number)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *title = new_text (file->title, "row-title"), *summary = new_text (file->summary, "row-summary");
  g_autofree char *digits = g_strdup_printf ("%u", number);
  GtkWidget *count = gtk_label_new (digits);

  gtk_label_set_width_chars (GTK_LABEL (count), 2);
  gtk_label_set_yalign (GTK_LABEL (count), 0);
  gtk_widget_add_css_class (count, "row-number");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_hexpand (summary, TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_grid_attach (GTK_GRID (grid), count, 0, 0, 1, 2);
  gtk_grid_attach (GTK_GRID (grid), title, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), summary, 1, 1, 1, 1);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), grid);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, file->title, -1);
  return row;
}

static const struct scenario_file *
file_of (HsLessonList *self, GtkListBoxRow *row)
{
  return g_ptr_array_index (self->files, (guint) gtk_list_box_row_get_index (row));
}

static void
on_activated (HsLessonList *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-scenario", "s", file_of (self, row)->scenario.id);
}

static gboolean
contains (const char *text, const char *words)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return strstr (folded, words) != NULL;
}

static gboolean
filter_state (GtkListBoxRow *row, gpointer user_data)
{
  HsLessonList *self = user_data;

  return explain_state_is_called ((enum tcp_state) gtk_list_box_row_get_index (row),
                                  gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* Lessons about a state are found by every name of it too. */
static gboolean
tells_of_state (const struct scenario_file *file, const char *words)
{
  for (int state = 0; state < TCP_STATE_COUNT; state++)
    {
      const char *name = tcp_state_name ((enum tcp_state) state);

      if (explain_state_is_called ((enum tcp_state) state, words)
          && (strstr (file->title, name) != NULL || strstr (file->summary, name) != NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer user_data)
{
  HsLessonList *self = user_data;
  const struct scenario_file *file = file_of (self, row);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *words = g_utf8_casefold (typed, -1);

  return contains (file->title, words) || contains (file->summary, words) || contains (file->scenario.id, words)
         || tells_of_state (file, typed);
}

static void
on_search (HsLessonList *self)
{
  gtk_list_box_invalidate_filter (self->states);
  gtk_list_box_invalidate_filter (self->list);
}

static void
on_state_activated (HsLessonList *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "states");
}

static void
on_document_changed (HsLessonList *self)
{
  const struct scenario_file *shown = hs_session_get_scenario (self->session);

  gtk_list_box_unselect_all (self->list);
  for (guint i = 0; shown != NULL && i < self->files->len; i++)
    {
      const struct scenario_file *file = g_ptr_array_index (self->files, i);

      if (g_str_equal (file->scenario.id, shown->scenario.id))
        gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) i));
    }
}

/* Below the lessons: what was learned. */
static GtkWidget *
new_questions_button (void)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("25 questions"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.questions");
  gtk_widget_set_tooltip_text (button, _ ("Say what happens next, and see what you know"));
  gtk_widget_add_css_class (button, "questions");
  return button;
}

static void
hs_lesson_list_dispose (GObject *object)
{
  HsLessonList *self = HS_LESSON_LIST (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_lesson_list_parent_class)->dispose (object);
}

static void
hs_lesson_list_finalize (GObject *object)
{
  g_ptr_array_unref (HS_LESSON_LIST (object)->files);
  G_OBJECT_CLASS (hs_lesson_list_parent_class)->finalize (object);
}

static void
hs_lesson_list_class_init (HsLessonListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_lesson_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_lesson_list_finalize;
}

static void
hs_lesson_list_init (HsLessonList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *lists = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "side-list");
  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  self->states = GTK_LIST_BOX (gtk_list_box_new ());
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  g_object_set (self->search, "placeholder-text", _ ("Search lessons and states"), NULL);
  for (int state = 0; state < TCP_STATE_COUNT; state++)
    gtk_list_box_append (self->states, new_state_row ((enum tcp_state) state));
  gtk_list_box_set_filter_func (self->states, filter_state, self, NULL);
  gtk_list_box_set_selection_mode (self->states, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->states), "navigation-sidebar");
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_box_append (GTK_BOX (lists), GTK_WIDGET (self->states));
  gtk_box_append (GTK_BOX (lists), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), lists);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (self), scrolled);
  gtk_box_append (GTK_BOX (self), new_questions_button ());
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->states, "row-activated", G_CALLBACK (on_state_activated), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search), self);
}

GtkWidget *
hs_lesson_list_new (HsSession *session, GPtrArray *files)
{
  HsLessonList *self = g_object_new (HS_TYPE_LESSON_LIST, NULL);

  self->session = g_object_ref (session);
  self->files = g_ptr_array_ref (files);
  for (guint i = 0; i < files->len; i++)
    gtk_list_box_append (self->list, new_row (g_ptr_array_index (files, i), i + 1));
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  on_document_changed (self);
  return GTK_WIDGET (self);
}
