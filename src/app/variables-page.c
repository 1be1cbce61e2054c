#include "app/variables-page.h"

#include "app/inspector-parts.h"
#include "app/inspector-subject.h"
#include "app/variables-page-cell.h"

#include <glib/gi18n.h>

/* Those that tell the story; the others are shown when they are asked for. Names of the RFC, the same in all languages.
 */
static const char *const MAIN_VARIABLES[] = {
  "ISS", "SND.UNA", "SND.NXT", "SND.WND", "IRS", "RCV.NXT", "RCV.WND", "SRTT", "RTO", "cwnd", "ssthresh", "FlightSize",
};

struct group
{
  GtkWidget *part;
  GtkToggleButton *heading; /* NULL for the first, which needs none */
  GtkWidget *arrow;
  GtkWidget *mark;
  GtkWidget *list;
  gboolean folded;
};

struct row
{
  GtkWidget *widget;
  HsVariableCell *cells[HOST_COUNT];
  gboolean main;
};

struct _HsVariablesPage
{
  AdwBin parent_instance;

  HsSession *session;
  event_id shown;
  gboolean shown_any;
  enum explain_numbers numbers;
  gboolean all;

  GtkStack *stack;
  GtkLabel *hosts[HOST_COUNT];
  struct group groups[VARIABLE_GROUP_COUNT];
  struct row *rows; /* one for each variable */
  GtkMenuButton *menu;
};

G_DEFINE_FINAL_TYPE (HsVariablesPage, hs_variables_page, ADW_TYPE_BIN)

/* --- filling --- */

/* A host without a connection has only a state, and a listener knows no numbers yet. */
static char *
value_of (const struct trace *trace, event_id event, size_t variable, unsigned host, enum explain_numbers numbers)
{
  struct tcp_vars kept;
  const struct tcp_vars *vars = trace_vars_at (trace, host, event, &kept);

  if (variable == 0)
    return g_strdup (tcp_state_name (trace_state_at (trace, host, event)));
  if (vars == NULL || vars->state == TCP_CLOSED || vars->state == TCP_LISTEN)
    return g_strdup ("–");
  return explain_variable_value (variable, vars, numbers);
}

static gboolean
fill_cell (HsVariablesPage *self, const struct trace *trace, event_id before, size_t variable, unsigned host)
{
  HsVariableCell *cell = self->rows[variable].cells[host];
  g_autofree char *value = value_of (trace, self->shown, variable, host, self->numbers);
  g_autofree char *former = value_of (trace, before, variable, host, self->numbers);
  gboolean changed = self->shown != EVENT_NONE && !g_str_equal (value, former);

  hs_variable_cell_set (cell, value, changed ? former : NULL);
  return changed;
}

static void
fill_cells (HsVariablesPage *self, const struct trace *trace)
{
  event_id before = hs_subject_before_step (trace, self->shown);
  gboolean changed[VARIABLE_GROUP_COUNT] = { FALSE };

  for (size_t variable = 0; variable < explain_variable_count (); variable++)
    {
      for (unsigned host = 0; host < HOST_COUNT; host++)
        {
          if (fill_cell (self, trace, before, variable, host))
            changed[explain_variable_group (variable)] = TRUE;
        }
    }
  for (int group = 0; group < VARIABLE_GROUP_COUNT; group++)
    {
      if (self->groups[group].mark != NULL)
        gtk_widget_set_visible (self->groups[group].mark, changed[group] && self->groups[group].folded);
    }
}

void
hs_variables_page_update (HsVariablesPage *self, gboolean stale)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  event_id event = hs_session_get_event (self->session);
  gboolean run = hs_session_get_document (self->session) == HS_DOCUMENT_RUN;

  if (!stale && self->shown_any && event == self->shown)
    return;
  self->shown = event;
  self->shown_any = TRUE;
  gtk_stack_set_visible_child_name (self->stack, run ? "table" : "capture");
  if (!run || trace == NULL)
    return;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      g_autofree char *name = hs_part_host_name (trace, host);

      hs_part_set_text (self->hosts[host], name);
    }
  fill_cells (self, trace);
}

const char *
hs_variables_page_get_text (HsVariablesPage *self, size_t variable, unsigned host)
{
  return hs_variable_cell_get_value (self->rows[variable].cells[host]);
}

gboolean
hs_variables_page_is_changed (HsVariablesPage *self, size_t variable, unsigned host)
{
  return hs_variable_cell_is_changed (self->rows[variable].cells[host]);
}

/* --- what is shown --- */

static void
show_rows (HsVariablesPage *self)
{
  for (size_t variable = 0; variable < explain_variable_count (); variable++)
    gtk_widget_set_visible (self->rows[variable].widget, self->all || self->rows[variable].main);
}

static void
show_group (HsVariablesPage *self, struct group *group)
{
  gtk_widget_set_visible (group->list, !group->folded);
  gtk_image_set_from_icon_name (GTK_IMAGE (group->arrow), group->folded ? "pan-end-symbolic" : "pan-down-symbolic");
  if (self->session != NULL)
    hs_variables_page_update (self, TRUE);
}

static void
on_heading (HsVariablesPage *self, GtkToggleButton *heading)
{
  for (int i = 0; i < VARIABLE_GROUP_COUNT; i++)
    {
      struct group *group = &self->groups[i];

      if (group->heading != heading)
        continue;
      group->folded = !gtk_toggle_button_get_active (heading);
      show_group (self, group);
    }
}

static void
on_numbers (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  HsVariablesPage *self = user_data;
  gboolean relative = g_str_equal (g_variant_get_string (state, NULL), "relative");

  self->numbers = relative ? EXPLAIN_NUMBERS_RELATIVE : EXPLAIN_NUMBERS_REAL;
  gtk_menu_button_set_label (self->menu, relative ? _ ("Relative numbers") : _ ("Real numbers"));
  g_simple_action_set_state (action, state);
  hs_variables_page_update (self, TRUE);
}

static void
on_all (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  HsVariablesPage *self = user_data;

  self->all = g_variant_get_boolean (state);
  g_simple_action_set_state (action, state);
  show_rows (self);
}

/* --- building --- */

static gboolean
is_main (size_t variable)
{
  if (variable == 0 || explain_variable_group (variable) == VARIABLE_QUEUES)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (MAIN_VARIABLES); i++)
    {
      if (g_str_equal (explain_variable_name (variable), MAIN_VARIABLES[i]))
        return TRUE;
    }
  return FALSE;
}

static void
add_columns (GtkWidget *row, GtkWidget *name, GtkWidget *a, GtkWidget *b, GtkSizeGroup *const *columns)
{
  gtk_widget_set_hexpand (name, TRUE);
  gtk_size_group_add_widget (columns[0], a);
  gtk_size_group_add_widget (columns[1], b);
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), a);
  gtk_box_append (GTK_BOX (row), b);
}

/* A cell in a column: the column has a width, the cell that of its value. */
static GtkWidget *
in_column (GtkWidget *content)
{
  GtkWidget *column = adw_bin_new ();

  adw_bin_set_child (ADW_BIN (column), content);
  gtk_widget_set_size_request (column, 92, -1);
  return column;
}

static GtkWidget *
new_row (HsVariablesPage *self, size_t variable, GtkSizeGroup *const *columns)
{
  struct row *row = &self->rows[variable];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkLabel *name = hs_part_label (explain_variable_name (variable), "variable-name");

  row->main = is_main (variable);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    row->cells[host] = hs_variable_cell_new ();
  gtk_widget_set_tooltip_text (GTK_WIDGET (name), explain_variable_meaning (variable));
  gtk_widget_add_css_class (box, "variable");
  add_columns (box, GTK_WIDGET (name), in_column (GTK_WIDGET (row->cells[0])), in_column (GTK_WIDGET (row->cells[1])),
               columns);
  row->widget = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->widget), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row->widget), FALSE);
  gtk_widget_set_focusable (row->widget, FALSE);
  return row->widget;
}

static GtkWidget *
new_group_heading (HsVariablesPage *self, struct group *group, const char *name)
{
  GtkWidget *heading = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  group->heading = GTK_TOGGLE_BUTTON (heading);
  group->arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");
  group->mark = gtk_label_new ("▲");
  gtk_widget_add_css_class (group->mark, "change-mark");
  gtk_widget_set_visible (group->mark, FALSE);
  gtk_box_append (GTK_BOX (box), gtk_label_new (name));
  gtk_box_append (GTK_BOX (box), group->arrow);
  gtk_box_append (GTK_BOX (box), group->mark);
  gtk_button_set_child (GTK_BUTTON (heading), box);
  gtk_widget_set_halign (heading, GTK_ALIGN_START);
  gtk_widget_add_css_class (heading, "flat");
  gtk_widget_add_css_class (heading, "group-heading");
  gtk_toggle_button_set_active (group->heading, TRUE);
  g_signal_connect_swapped (heading, "toggled", G_CALLBACK (on_heading), self);
  return heading;
}

static void
add_group (HsVariablesPage *self, GtkBox *column, enum variable_group id, GtkSizeGroup *const *columns)
{
  struct group *group = &self->groups[id];

  group->part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  group->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (group->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (group->list, "boxed-list");
  gtk_widget_add_css_class (group->list, "variables");
  if (id != VARIABLE_STATE)
    gtk_box_append (GTK_BOX (group->part), new_group_heading (self, group, explain_variable_group_name (id)));
  for (size_t variable = 0; variable < explain_variable_count (); variable++)
    {
      if (explain_variable_group (variable) == id)
        gtk_list_box_append (GTK_LIST_BOX (group->list), new_row (self, variable, columns));
    }
  gtk_box_append (GTK_BOX (group->part), group->list);
  gtk_box_append (column, group->part);
}

static GtkWidget *
new_header (HsVariablesPage *self, GtkSizeGroup *const *columns)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      self->hosts[host] = GTK_LABEL (gtk_label_new (""));
      gtk_label_set_xalign (self->hosts[host], 1);
      gtk_label_set_ellipsize (self->hosts[host], PANGO_ELLIPSIZE_END);
    }
  gtk_widget_add_css_class (header, "variables-header");
  add_columns (header, GTK_WIDGET (hs_part_label (_ ("Variable"), NULL)), GTK_WIDGET (self->hosts[0]),
               GTK_WIDGET (self->hosts[1]), columns);
  return header;
}

static GMenuModel *
new_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) numbers = g_menu_new ();
  g_autoptr (GMenu) rows = g_menu_new ();

  g_menu_append (numbers, _ ("_Real Numbers"), "variables.numbers::real");
  g_menu_append (numbers, _ ("Re_lative Numbers"), "variables.numbers::relative");
  g_menu_append (rows, _ ("_All Variables"), "variables.all");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (numbers));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rows));
  return G_MENU_MODEL (menu);
}

static GtkWidget *
new_footer (HsVariablesPage *self)
{
  GtkWidget *footer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *mark = gtk_label_new ("▲");
  GtkLabel *legend = hs_part_label (_ ("changed by the last step"), "inspector-time");
  g_autoptr (GMenuModel) menu = new_menu ();

  self->menu = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_menu_model (self->menu, menu);
  gtk_menu_button_set_label (self->menu, _ ("Real numbers"));
  gtk_menu_button_set_direction (self->menu, GTK_ARROW_UP);
  gtk_widget_set_valign (GTK_WIDGET (self->menu), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (mark, "change-mark");
  gtk_widget_set_hexpand (GTK_WIDGET (legend), TRUE);
  gtk_widget_add_css_class (footer, "variables-footer");
  gtk_box_append (GTK_BOX (footer), mark);
  gtk_box_append (GTK_BOX (footer), GTK_WIDGET (legend));
  gtk_box_append (GTK_BOX (footer), GTK_WIDGET (self->menu));
  return footer;
}

static void
add_actions (HsVariablesPage *self)
{
  static const GActionEntry ACTIONS[] = {
    { .name = "numbers", .parameter_type = "s", .state = "'real'", .change_state = on_numbers },
    { .name = "all", .state = "false", .change_state = on_all },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), ACTIONS, G_N_ELEMENTS (ACTIONS), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "variables", G_ACTION_GROUP (group));
}

static GtkWidget *
new_table (HsVariablesPage *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkBox *column = hs_part_column ();
  g_autoptr (GtkSizeGroup) a = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  g_autoptr (GtkSizeGroup) b = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  GtkSizeGroup *const columns[] = { a, b };

  gtk_widget_add_css_class (GTK_WIDGET (column), "variables-column");
  gtk_box_append (GTK_BOX (page), new_header (self, columns));
  for (int group = 0; group < VARIABLE_GROUP_COUNT; group++)
    add_group (self, column, (enum variable_group) group, columns);
  gtk_box_append (GTK_BOX (page), hs_part_scrolled (column));
  gtk_box_append (GTK_BOX (page), new_footer (self));
  return page;
}

static void
hs_variables_page_dispose (GObject *object)
{
  g_clear_object (&HS_VARIABLES_PAGE (object)->session);
  G_OBJECT_CLASS (hs_variables_page_parent_class)->dispose (object);
}

static void
hs_variables_page_finalize (GObject *object)
{
  g_free (HS_VARIABLES_PAGE (object)->rows);
  G_OBJECT_CLASS (hs_variables_page_parent_class)->finalize (object);
}

static void
hs_variables_page_class_init (HsVariablesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_variables_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = hs_variables_page_finalize;
}

static void
hs_variables_page_init (HsVariablesPage *self)
{
  GtkWidget *capture = hs_part_empty ("dialog-question-symbolic", _ ("Not in a capture"),
                                      _ ("Segments can be captured; the variables of the hosts "
                                         "that sent them stay "
                                         "inside these hosts."));

  self->shown = EVENT_NONE;
  self->rows = g_new0 (struct row, explain_variable_count ());
  self->stack = GTK_STACK (gtk_stack_new ());
  add_actions (self);
  gtk_stack_add_named (self->stack, new_table (self), "table");
  gtk_stack_add_named (self->stack, capture, "capture");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  show_rows (self);
  gtk_toggle_button_set_active (self->groups[VARIABLE_QUEUES].heading, FALSE);
}

HsVariablesPage *
hs_variables_page_new (HsSession *session)
{
  HsVariablesPage *self = g_object_new (HS_TYPE_VARIABLES_PAGE, NULL);

  self->session = g_object_ref (session);
  return self;
}
