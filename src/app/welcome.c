#include "app/welcome.h"

#include "app/thumbnail.h"
#include "io/scenario-file.h"

#include <glib/gi18n.h>

/* Cards before "All lessons" is asked for. */
#define CARDS_FIRST 4

#define RECENT_MAX 5

struct _HsWelcome
{
  AdwBin parent_instance;
  GPtrArray *files; /* of struct scenario_file, in the order of the cards */
  gboolean all;
  GtkWidget *start;
  GtkFlowBox *cards;
  GtkLabel *all_label;
  GtkImage *all_icon;
  GtkWidget *all_button;
  GtkWidget *recent_title;
  GtkListBox *recent;
  gulong recent_handler;
};

G_DEFINE_FINAL_TYPE (HsWelcome, hs_welcome, ADW_TYPE_BIN)

/* --- lessons --- */

static GtkWidget *
new_card (const struct scenario_file *file)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *title = gtk_label_new (file->title);
  GtkWidget *summary = gtk_label_new (file->summary);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (summary), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap (GTK_LABEL (summary), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 20);
  gtk_label_set_max_width_chars (GTK_LABEL (summary), 20);
  gtk_widget_add_css_class (title, "card-title");
  gtk_widget_add_css_class (summary, "card-summary");
  gtk_widget_add_css_class (texts, "card-texts");
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), summary);
  gtk_box_append (GTK_BOX (box), hs_thumbnail_new (&file->scenario));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_widget_set_overflow (child, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (child, "card");
  gtk_widget_add_css_class (child, "activatable");
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, file->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, file->summary, -1);
  return child;
}

/* The lessons that a newcomer should meet first stand first. */
static GPtrArray *
order_cards (GPtrArray *files)
{
  static const char *const FIRST[] = { "three-way-handshake", "four-way-close", "lost-syn", "lost-last-ack" };
  GPtrArray *ordered = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (FIRST); i++)
    {
      for (guint j = 0; j < files->len; j++)
        {
          struct scenario_file *file = g_ptr_array_index (files, j);

          if (g_str_equal (file->scenario.id, FIRST[i]))
            g_ptr_array_add (ordered, file);
        }
    }
  for (guint j = 0; j < files->len; j++)
    {
      if (!g_ptr_array_find (ordered, g_ptr_array_index (files, j), NULL))
        g_ptr_array_add (ordered, g_ptr_array_index (files, j));
    }
  return ordered;
}

static void
fill_cards (HsWelcome *self)
{
  guint have = 0;
  guint wanted = self->all ? self->files->len : MIN (CARDS_FIRST, self->files->len);
  g_autofree char *all = g_strdup_printf (_ ("All %u lessons"), self->files->len);

  while (gtk_flow_box_get_child_at_index (self->cards, (int) have) != NULL)
    have++;
  for (; have > wanted; have--)
    gtk_flow_box_remove (self->cards, GTK_WIDGET (gtk_flow_box_get_child_at_index (self->cards, (int) have - 1)));
  for (; have < wanted; have++)
    gtk_flow_box_append (self->cards, new_card (g_ptr_array_index (self->files, have)));
  gtk_label_set_text (self->all_label, self->all ? _ ("Fewer lessons") : all);
  gtk_image_set_from_icon_name (self->all_icon, self->all ? "go-up-symbolic" : "go-next-symbolic");
  gtk_widget_set_visible (self->all_button, self->files->len > CARDS_FIRST);
}

static void
on_all_clicked (HsWelcome *self)
{
  self->all = !self->all;
  fill_cards (self);
}

static void
on_card_activated (HsWelcome *self, GtkFlowBoxChild *child)
{
  const struct scenario_file *file = g_ptr_array_index (self->files, (guint) gtk_flow_box_child_get_index (child));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-scenario", "s", file->scenario.id);
}

/* --- what was open before --- */

static char *
day_words (GDateTime *visited)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) local = g_date_time_to_local (visited);
  g_autoptr (GDateTime) today = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                                       g_date_time_get_day_of_month (now), 0, 0, 0);
  GTimeSpan age = g_date_time_difference (today, local);

  if (age <= 0)
    return g_strdup (_ ("Today"));
  if (age <= G_TIME_SPAN_DAY)
    return g_strdup (_ ("Yesterday"));
  if (age <= 6 * G_TIME_SPAN_DAY)
    return g_date_time_format (local, "%A");
  return g_date_time_format (local, "%x");
}

static void
on_recent_activated (HsWelcome *self, GtkWidget *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-uri", "s", g_object_get_data (G_OBJECT (row), "uri"));
}

static GtkWidget *
new_recent_row (HsWelcome *self, GtkRecentInfo *info)
{
  const char *uri = gtk_recent_info_get_uri (info);
  gboolean run = g_str_has_suffix (uri, ".scenario");
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *day = day_words (gtk_recent_info_get_visited (info));
  g_autofree char *title = g_markup_escape_text (gtk_recent_info_get_display_name (info), -1);
  GtkWidget *when = gtk_label_new (day);

  gtk_widget_add_css_class (when, "dim-label");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), run ? _ ("scenario") : _ ("capture"));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (run ? "ladder-symbolic" : "network-workgroup-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), when);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "uri", g_strdup (uri), g_free);
  g_signal_connect_swapped (row, "activated", G_CALLBACK (on_recent_activated), self);
  return row;
}

static int
compare_visited (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_visited ((GtkRecentInfo *) b),
                              gtk_recent_info_get_visited ((GtkRecentInfo *) a));
}

static void
fill_recent (HsWelcome *self)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  GtkListBoxRow *row;
  int count = 0;

  while ((row = gtk_list_box_get_row_at_index (self->recent, 0)) != NULL)
    gtk_list_box_remove (self->recent, GTK_WIDGET (row));
  items = g_list_sort (items, compare_visited);
  for (GList *item = items; item != NULL && count < RECENT_MAX; item = item->next)
    {
      if (!gtk_recent_info_has_application (item->data, g_get_application_name ())
          || !gtk_recent_info_exists (item->data))
        continue;
      gtk_list_box_append (self->recent, new_recent_row (self, item->data));
      count++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  gtk_widget_set_visible (self->recent_title, count > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->recent), count > 0);
}

/* --- the widget --- */

static gboolean
hs_welcome_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (HS_WELCOME (widget)->start);
}

static void
hs_welcome_dispose (GObject *object)
{
  HsWelcome *self = HS_WELCOME (object);

  g_clear_signal_handler (&self->recent_handler, gtk_recent_manager_get_default ());
  g_clear_pointer (&self->files, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), HS_TYPE_WELCOME);
  G_OBJECT_CLASS (hs_welcome_parent_class)->dispose (object);
}

static void
hs_welcome_class_init (HsWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hs_welcome_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/handshake_tcp/Handshake/welcome.ui");
  widget_class->grab_focus = hs_welcome_grab_focus;
  gtk_widget_class_bind_template_child (widget_class, HsWelcome, start);
  gtk_widget_class_bind_template_child (widget_class, HsWelcome, cards);
  gtk_widget_class_bind_template_child (widget_class, HsWelcome, all_label);
  gtk_widget_class_bind_template_child (widget_class, HsWelcome, all_icon);
  gtk_widget_class_bind_template_child (widget_class, HsWelcome, all_button);
  gtk_widget_class_bind_template_child (widget_class, HsWelcome, recent_title);
  gtk_widget_class_bind_template_child (widget_class, HsWelcome, recent);
  gtk_widget_class_bind_template_callback (widget_class, on_all_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_card_activated);
}

static void
hs_welcome_init (HsWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hs_welcome_new (GPtrArray *files)
{
  HsWelcome *self = g_object_new (HS_TYPE_WELCOME, NULL);

  self->files = order_cards (files);
  g_object_set_data_full (G_OBJECT (self), "files", g_ptr_array_ref (files), (GDestroyNotify) g_ptr_array_unref);
  fill_cards (self);
  self->recent_handler
      = g_signal_connect_swapped (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill_recent), self);
  fill_recent (self);
  return GTK_WIDGET (self);
}
