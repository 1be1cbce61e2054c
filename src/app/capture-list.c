#include "app/capture-list.h"

#include "app/capture-list-model.h"
#include "app/capture-list-row.h"
#include "app/inspector-parts.h"
#include "explain/format.h"
#include "explain/template.h"

#include <glib/gi18n.h>

/* px */
#define WIDTH 356

struct _HsCaptureList
{
  AdwBin parent_instance;

  HsSession *session;
  const struct capture *capture; /* the one whose connections are listed; only compared */
  HsConnectionModel *model;
  GtkSingleSelection *selection;
  gboolean following; /* the selection is being set from the session */

  GtkEditable *search;
  GtkLabel *count;
  GtkMenuButton *sort;
  GtkStack *stack;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (HsCaptureList, hs_capture_list, ADW_TYPE_BIN)

static const char *const ORDERS[] = {
  [HS_CONNECTIONS_AS_SEEN] = N_ ("As first seen"),
  [HS_CONNECTIONS_BY_PROBLEMS] = N_ ("Most problems first"),
  [HS_CONNECTIONS_BY_TIME] = N_ ("Longest first"),
  [HS_CONNECTIONS_BY_SIZE] = N_ ("Largest first"),
};

/* --- following --- */

static void
show_count (HsCaptureList *self)
{
  guint total = hs_connection_model_get_total (self->model);
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autofree char *all = explain_format_count (total);
  g_autofree char *some = explain_format_count (shown);
  g_autofree char *text
      = shown == total
            ? explain_fill (g_dngettext (GETTEXT_PACKAGE, "{n} connection", "{n} connections", total), "n", all, NULL)
            : explain_fill (_ ("{n} of {all} connections"), "n", some, "all", all, NULL);

  gtk_label_set_text (self->count, text);
  gtk_stack_set_visible_child_name (self->stack, shown > 0 ? "list" : total > 0 ? "none" : "empty");
}

/* Selects the row of the connection that is shown, if it is in the list. */
static void
follow_session (HsCaptureList *self)
{
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->capture != NULL)
    position = hs_connection_model_find (self->model, hs_session_get_connection (self->session));
  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->following = FALSE;
}

static void
follow_model (HsCaptureList *self)
{
  show_count (self);
  follow_session (self);
  if (gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (self->list, "list.scroll-to-item", "u",
                                gtk_single_selection_get_selected (self->selection));
}

static const struct connection_summary *
summary_of (gconstpointer source, guint index)
{
  return capture_connection (source, index);
}

static void
on_document_changed (HsCaptureList *self)
{
  const struct capture *capture = hs_session_get_capture (self->session);

  if (capture != self->capture)
    {
      self->capture = capture;
      self->following = TRUE;
      hs_connection_model_set_source (self->model, capture, capture != NULL ? capture_connection_count (capture) : 0,
                                      summary_of);
      self->following = FALSE;
      follow_model (self);
    }
  else
    follow_session (self);
}

static void
on_selected (HsCaptureList *self)
{
  HsConnection *connection = gtk_single_selection_get_selected_item (self->selection);

  if (self->following || connection == NULL
      || hs_connection_get_index (connection) == hs_session_get_connection (self->session))
    return;
  hs_session_show_connection (self->session, hs_connection_get_index (connection));
}

static void
on_search (HsCaptureList *self)
{
  self->following = TRUE;
  hs_connection_model_set_search (self->model, gtk_editable_get_text (self->search));
  self->following = FALSE;
  follow_model (self);
}

static void
on_sort (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  HsCaptureList *self = user_data;
  int order = CLAMP (g_variant_get_int32 (state), 0, (int) G_N_ELEMENTS (ORDERS) - 1);

  g_simple_action_set_state (action, state);
  gtk_menu_button_set_label (self->sort, _ (ORDERS[order]));
  self->following = TRUE;
  hs_connection_model_set_order (self->model, (HsConnectionOrder) order);
  self->following = FALSE;
  follow_model (self);
}

/* --- rows --- */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, hs_connection_row_new ());
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  HsConnectionRow *row = HS_CONNECTION_ROW (gtk_list_item_get_child (item));
  GtkWidget *list_row = gtk_widget_get_parent (GTK_WIDGET (row));

  hs_connection_row_set (row, hs_connection_get_summary (gtk_list_item_get_item (item)));
  if (list_row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    hs_connection_row_get_sentence (row), -1);
}

/* --- building --- */

static GMenuModel *
new_sort_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (int i = 0; i < (int) G_N_ELEMENTS (ORDERS); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (ORDERS[i]), NULL);

      g_menu_item_set_action_and_target (item, "connections.sort", "i", i);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static void
add_actions (HsCaptureList *self)
{
  static const GActionEntry ACTIONS[] = {
    { .name = "sort", .parameter_type = "i", .state = "0", .change_state = on_sort },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "connections", G_ACTION_GROUP (group));
}

static GtkWidget *
new_head (HsCaptureList *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autoptr (GMenuModel) menu = new_sort_menu ();

  self->count = GTK_LABEL (gtk_label_new (""));
  self->sort = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_label_set_xalign (self->count, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "inspector-heading");
  gtk_menu_button_set_menu_model (self->sort, menu);
  gtk_menu_button_set_label (self->sort, _ (ORDERS[HS_CONNECTIONS_AS_SEEN]));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sort), _ ("Order of the connections"));
  gtk_widget_add_css_class (GTK_WIDGET (self->sort), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->sort), "connections-sort");
  gtk_widget_add_css_class (head, "connections-head");
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->sort));
  return head;
}

static GtkWidget *
new_list (HsCaptureList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->list = gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory);
  gtk_widget_add_css_class (self->list, "connections");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Connections"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  return scrolled;
}

static void
add_stack (HsCaptureList *self, GtkBox *box)
{
  GtkWidget *none = adw_status_page_new ();
  GtkWidget *empty = adw_status_page_new ();

  self->stack = GTK_STACK (gtk_stack_new ());
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _ ("Nothing found"));
  adw_status_page_set_description (ADW_STATUS_PAGE (none), _ ("No connection has these words."));
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("No TCP"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), _ ("There is no TCP connection in this capture."));
  gtk_widget_add_css_class (none, "compact");
  gtk_widget_add_css_class (empty, "compact");
  gtk_stack_add_named (self->stack, empty, "empty");
  gtk_stack_add_named (self->stack, new_list (self), "list");
  gtk_stack_add_named (self->stack, none, "none");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (box, GTK_WIDGET (self->stack));
}

static void
hs_capture_list_dispose (GObject *object)
{
  HsCaptureList *self = HS_CAPTURE_LIST (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (hs_capture_list_parent_class)->dispose (object);
}

static void
hs_capture_list_class_init (HsCaptureListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_capture_list_dispose;
}

static void
hs_capture_list_init (HsCaptureList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *search = gtk_search_entry_new ();

  self->model = hs_connection_model_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->search = GTK_EDITABLE (search);
  g_object_set (search, "placeholder-text", _ ("Search address, port or problem"), "tooltip-text",
                _ ("Search address, port or problem"), NULL);
  gtk_widget_add_css_class (box, "connections-list");
  add_actions (self);
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), new_head (self));
  add_stack (self, GTK_BOX (box));
  hs_part_fix_width (GTK_WIDGET (self), WIDTH);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (on_search), self);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
}

HsCaptureList *
hs_capture_list_new (HsSession *session)
{
  HsCaptureList *self = g_object_new (HS_TYPE_CAPTURE_LIST, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  on_document_changed (self);
  show_count (self);
  return self;
}
