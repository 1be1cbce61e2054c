#include "app/inspector.h"

#include "app/explain-page.h"
#include "app/inspector-parts.h"
#include "app/inspector-subject.h"
#include "app/segment-page.h"
#include "app/timers-page.h"
#include "app/variables-page.h"

#include <glib/gi18n.h>

/* px */
#define WIDTH 380

enum page
{
  PAGE_EXPLAIN,
  PAGE_SEGMENT,
  PAGE_VARIABLES,
  PAGE_TIMERS,
  PAGE_COUNT,
};

static const char *const NAMES[PAGE_COUNT] = { "explain", "segment", "variables", "timers" };

struct _HsInspector
{
  AdwBin parent_instance;

  HsSession *session;
  GtkStack *stack;
  GtkWidget *switcher;
  GtkWidget *pages[PAGE_COUNT];
  gboolean stale[PAGE_COUNT]; /* what it shows is of another document */
};

enum
{
  PROPERTY_PAGE = 1,
};

G_DEFINE_FINAL_TYPE (HsInspector, hs_inspector, ADW_TYPE_BIN)

static GParamSpec *page_property;

event_id
hs_inspector_get_subject (HsInspector *self)
{
  event_id selected = hs_session_get_selected (self->session);
  const struct trace *trace = hs_session_get_trace (self->session);

  if (trace == NULL)
    return EVENT_NONE;
  return selected != EVENT_NONE ? selected : hs_subject_of_step (trace, hs_session_get_event (self->session));
}

static void
update_page (HsInspector *self, enum page page)
{
  gboolean stale = self->stale[page];
  event_id subject = hs_inspector_get_subject (self);

  self->stale[page] = FALSE;
  switch (page)
    {
    case PAGE_EXPLAIN:
      hs_explain_page_update (HS_EXPLAIN_PAGE (self->pages[page]), subject, stale);
      break;
    case PAGE_SEGMENT:
      hs_segment_page_update (HS_SEGMENT_PAGE (self->pages[page]), subject, stale);
      break;
    case PAGE_VARIABLES:
      hs_variables_page_update (HS_VARIABLES_PAGE (self->pages[page]), stale);
      break;
    case PAGE_TIMERS:
      hs_timers_page_update (HS_TIMERS_PAGE (self->pages[page]));
      break;
    case PAGE_COUNT:
      break;
    }
}

/* Hidden, it costs nothing; it catches up when it is shown. */
static void
update (HsInspector *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  for (int page = 0; page < PAGE_COUNT; page++)
    {
      if (g_strcmp0 (name, NAMES[page]) == 0)
        update_page (self, (enum page) page);
    }
}

static void
on_document_changed (HsInspector *self)
{
  for (int page = 0; page < PAGE_COUNT; page++)
    self->stale[page] = TRUE;
  update (self);
}

static void
on_page_chosen (HsInspector *self)
{
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), page_property);
}

void
hs_inspector_set_top (HsInspector *self, GtkWidget *top)
{
  gtk_box_prepend (GTK_BOX (adw_bin_get_child (ADW_BIN (self))), top);
}

void
hs_inspector_set_page (HsInspector *self, const char *page)
{
  for (int i = 0; i < PAGE_COUNT; i++)
    {
      if (g_str_equal (page, NAMES[i]))
        gtk_stack_set_visible_child_name (self->stack, page);
    }
}

const char *
hs_inspector_get_page (HsInspector *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

static void
hs_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROPERTY_PAGE)
    g_value_set_string (value, hs_inspector_get_page (HS_INSPECTOR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_inspector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROPERTY_PAGE)
    hs_inspector_set_page (HS_INSPECTOR (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_inspector_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hs_inspector_parent_class)->map (widget);
  update (HS_INSPECTOR (widget));
}

static void
hs_inspector_dispose (GObject *object)
{
  HsInspector *self = HS_INSPECTOR (object);

  if (self->stack != NULL)
    g_signal_handlers_disconnect_by_data (self->stack, self);
  self->stack = NULL;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_inspector_parent_class)->dispose (object);
}

static void
hs_inspector_class_init (HsInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hs_inspector_dispose;
  object_class->get_property = hs_inspector_get_property;
  object_class->set_property = hs_inspector_set_property;
  GTK_WIDGET_CLASS (klass)->map = hs_inspector_map;
  page_property = g_param_spec_string ("page", NULL, NULL, NULL,
                                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROPERTY_PAGE, page_property);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "inspector");
}

static void
hs_inspector_init (HsInspector *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->switcher = gtk_stack_switcher_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (self->switcher), self->stack);
  gtk_widget_add_css_class (self->switcher, "inspector-switcher");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), self->switcher);
  gtk_box_append (GTK_BOX (box), hs_part_yielding (GTK_WIDGET (self->stack)));
  hs_part_fix_width (GTK_WIDGET (self), WIDTH);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
add_page (HsInspector *self, enum page page, GtkWidget *widget, const char *title)
{
  self->pages[page] = widget;
  self->stale[page] = TRUE;
  gtk_stack_add_titled (self->stack, widget, NAMES[page], title);
}

/* All four of a width, as wide as the panel. */
static void
spread_switcher (HsInspector *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->switcher);

  for (GtkWidget *button = gtk_widget_get_first_child (self->switcher); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_widget_set_hexpand (button, TRUE);
  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (layout), TRUE);
}

HsInspector *
hs_inspector_new (HsSession *session)
{
  HsInspector *self = g_object_new (HS_TYPE_INSPECTOR, NULL);

  self->session = g_object_ref (session);
  hs_part_add_colours (GTK_WIDGET (self));
  add_page (self, PAGE_EXPLAIN, GTK_WIDGET (hs_explain_page_new (session)), _ ("Explain"));
  add_page (self, PAGE_SEGMENT, GTK_WIDGET (hs_segment_page_new (session)), _ ("Segment"));
  add_page (self, PAGE_VARIABLES, GTK_WIDGET (hs_variables_page_new (session)), _ ("Variables"));
  add_page (self, PAGE_TIMERS, GTK_WIDGET (hs_timers_page_new (session)), _ ("Timers"));
  spread_switcher (self);
  g_signal_connect_swapped (self->stack, "notify::visible-child", G_CALLBACK (on_page_chosen), self);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (update), self);
  g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (update), self);
  return self;
}
