#include "app/diagram-view-private.h"
#include "app/fault-popover.h"
#include "app/text-scale.h"
#include "cli/picture-words.h"
#include "explain/event.h"
#include "explain/format.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* px below the last thing drawn, and how far from the viewport's edges the now-line is kept. */
#define BOTTOM_MARGIN 72
#define NOW_MARGIN_TOP 56
#define NOW_MARGIN_BOTTOM 140

#define TRANSITION_MS 180

/* From this speed on nothing eases: there is no time for it. */
#define SPEED_WITHOUT_EASES 10.0

enum
{
  PROPERTY_HADJUSTMENT = 1,
  PROPERTY_VADJUSTMENT,
  PROPERTY_HSCROLL_POLICY,
  PROPERTY_VSCROLL_POLICY,
};

enum
{
  SIGNAL_PLACED,
  SIGNAL_RENUMBERED,
  SIGNAL_COUNT,
};

static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE_WITH_CODE (HsDiagramView, hs_diagram_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

const struct diagram_theme *
hs_diagram_view_get_theme (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);

  if (adw_style_manager_get_high_contrast (manager))
    return diagram_theme (dark ? THEME_HIGH_CONTRAST_DARK : THEME_HIGH_CONTRAST_LIGHT);
  return diagram_theme (dark ? THEME_DARK : THEME_LIGHT);
}

const struct diagram *
hs_diagram_view_get_diagram (HsDiagramView *self)
{
  return self->diagram;
}

/* px at each side of a lifeline's middle for the host's name and buttons, at a text scale of 100 %. */
#define HOST_ROOM 120

/* --- building --- */

double
hs_diagram_view_offset (HsDiagramView *self, GtkOrientation orientation)
{
  return self->adjustments[orientation] != NULL ? gtk_adjustment_get_value (self->adjustments[orientation]) : 0;
}

static void
build (HsDiagramView *self, int width)
{
  const struct trace *trace = hs_session_get_trace (self->session);

  g_clear_pointer (&self->diagram, diagram_free);
  self->laid_out_width = width;
  self->scale = self->zoom * hs_text_scale (GTK_WIDGET (self));
  self->options.width = width / self->scale;
  self->options.numbers = self->numbers[hs_session_get_document (self->session)];
  if (trace != NULL)
    {
      self->diagram = diagram_new (trace, &self->options, &PICTURE_WORDS);
      diagram_update (self->diagram);
    }
}

/* With reduced motion a token does not glide: between two events every frame is the same. */
static vtime
shown_now (HsDiagramView *self)
{
  event_id event = hs_session_get_event (self->session);

  if (!hs_session_get_started (self->session))
    return hs_session_get_start (self->session) - 1;
  if (event == EVENT_NONE || !hs_session_get_playing (self->session) || adw_get_enable_animations (GTK_WIDGET (self)))
    return hs_session_get_now (self->session);
  return trace_get (hs_session_get_trace (self->session), event)->at;
}

static double
content_height (HsDiagramView *self)
{
  double bottom;

  if (self->diagram == NULL)
    return 0;
  bottom = MAX (diagram_height (self->diagram), self->now_y);
  if (self->view.guess != NULL)
    bottom = MAX (bottom, diagram_guess_bottom (self->diagram, self->view.guess));
  return (bottom + BOTTOM_MARGIN) * self->scale;
}

static void
configure_adjustment (HsDiagramView *self, GtkOrientation orientation, double page, double content)
{
  GtkAdjustment *adjustment = self->adjustments[orientation];

  if (adjustment == NULL || page <= 0)
    return;
  content = MAX (content, page);
  gtk_adjustment_configure (adjustment, CLAMP (gtk_adjustment_get_value (adjustment), 0, content - page), 0, content,
                            page * 0.1, page * 0.9, page);
}

static void
configure_adjustments (HsDiagramView *self)
{
  double width = self->diagram != NULL ? diagram_width (self->diagram) * self->scale : 0;

  /* The figure is made as wide as the widget; rounding must not bring a scroll bar. */
  if (width < gtk_widget_get_width (GTK_WIDGET (self)) + 2)
    width = 0;
  configure_adjustment (self, GTK_ORIENTATION_HORIZONTAL, gtk_widget_get_width (GTK_WIDGET (self)), width);
  configure_adjustment (self, GTK_ORIENTATION_VERTICAL, gtk_widget_get_height (GTK_WIDGET (self)),
                        content_height (self));
}

/* --- following the session --- */

static void
update_now (HsDiagramView *self)
{
  self->view.now = shown_now (self);
  self->view.show_future = false;
  self->now_y = self->diagram != NULL ? diagram_y (self->diagram, self->view.now) : 0;
  if (hs_session_has_horizon (self->session))
    return;
  self->view.show_future = hs_session_get_end (self->session) > hs_session_get_now (self->session)
                           || (!hs_session_get_started (self->session) && self->diagram != NULL
                               && trace_length (hs_session_get_trace (self->session)) > 0);
}

/* In the page as it was configured last: before a change of size also after it. */
static gboolean
now_is_visible (HsDiagramView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double y = self->now_y * self->scale;

  return adjustment != NULL && y >= gtk_adjustment_get_value (adjustment)
         && y <= gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment);
}

static void
scroll_to_now (HsDiagramView *self)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double page = gtk_widget_get_height (GTK_WIDGET (self));
  double y = self->now_y * self->scale;
  double margin = MIN (NOW_MARGIN_BOTTOM, page / 3);
  double value;

  if (adjustment == NULL || page <= 0)
    return;
  value = gtk_adjustment_get_value (adjustment);
  if (y > value + page - margin)
    gtk_adjustment_set_value (adjustment, y - page + margin);
  else if (y < value + MIN (NOW_MARGIN_TOP, page / 4))
    gtk_adjustment_set_value (adjustment, y - MIN (NOW_MARGIN_TOP, page / 4));
}

static void
describe (HsDiagramView *self)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  struct flights *flights = hs_session_get_flights (self->session);
  event_id event = hs_session_get_selected (self->session);
  g_autofree char *now = explain_format_instant (hs_session_get_now (self->session));
  g_autofree char *line = NULL;
  g_autofree char *label = NULL;

  if (trace == NULL)
    return;
  if (event == EVENT_NONE)
    event = hs_session_get_event (self->session);
  if (event != EVENT_NONE)
    line = explain_event_line (trace, event);
  label = g_strdup_printf (_ ("Sequence diagram, %zu segments, now %s"), flights_length (flights), now);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, line != NULL ? line : "", -1);
}

static gboolean
eases (HsDiagramView *self)
{
  return adw_get_enable_animations (GTK_WIDGET (self)) && hs_session_get_speed (self->session) < SPEED_WITHOUT_EASES;
}

static void
on_moved (HsDiagramView *self)
{
  vtime before = self->view.now;
  gboolean was_visible = now_is_visible (self);
  gboolean playing = hs_session_get_playing (self->session);

  update_now (self);
  if (self->diagram == NULL)
    return;
  configure_adjustments (self);
  if (self->view.now != before)
    {
      const struct trace *trace = hs_session_get_trace (self->session);
      gboolean stepped
          = self->view.now > before && trace_count_until (trace, self->view.now) > trace_count_until (trace, before);

      if (was_visible || !playing)
        scroll_to_now (self);
      if (stepped && eases (self))
        adw_animation_play (self->transition);
      else if (!playing || !eases (self))
        adw_animation_skip (self->transition);
      if (stepped || !playing)
        describe (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_grew (HsDiagramView *self)
{
  if (self->diagram != NULL)
    diagram_update (self->diagram);
  configure_adjustments (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_document_changed (HsDiagramView *self)
{
  const struct scenario_file *file = hs_session_get_scenario (self->session);
  const void *document = file != NULL ? (const void *) file : hs_session_get_whole_trace (self->session);
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  self->view.hovered = SIZE_MAX;
  self->view.selected = hs_session_get_selected (self->session);
  g_clear_pointer (&self->diagram, diagram_free);
  if (width > 0)
    build (self, width);
  update_now (self);
  configure_adjustments (self);
  if (document != self->document && self->adjustments[GTK_ORIENTATION_VERTICAL] != NULL)
    gtk_adjustment_set_value (self->adjustments[GTK_ORIENTATION_VERTICAL], 0);
  self->document = document;
  adw_animation_skip (self->transition);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_PLACED], 0);
}

static void
on_selection_changed (HsDiagramView *self)
{
  self->view.selected = hs_session_get_selected (self->session);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- options --- */

static void
rebuild (HsDiagramView *self)
{
  gboolean was_visible = now_is_visible (self);

  build (self, gtk_widget_get_width (GTK_WIDGET (self)));
  update_now (self);
  configure_adjustments (self);
  if (was_visible)
    scroll_to_now (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_PLACED], 0);
}

double
hs_diagram_view_get_zoom (HsDiagramView *self)
{
  return self->zoom;
}

void
hs_diagram_view_set_zoom (HsDiagramView *self, double zoom)
{
  zoom = CLAMP (zoom, HS_ZOOM_MIN, HS_ZOOM_MAX);
  if (zoom == self->zoom)
    return;
  self->zoom = zoom;
  rebuild (self);
}

enum diagram_numbers
hs_diagram_view_get_numbers (HsDiagramView *self)
{
  return self->numbers[hs_session_get_document (self->session)];
}

void
hs_diagram_view_set_numbers (HsDiagramView *self, enum diagram_numbers numbers)
{
  HsDocument document = hs_session_get_document (self->session);

  if (numbers == self->numbers[document])
    return;
  self->numbers[document] = numbers;
  rebuild (self);
  g_signal_emit (self, signals[SIGNAL_RENUMBERED], 0);
}

enum diagram_style
hs_diagram_view_get_style (HsDiagramView *self)
{
  return self->options.style;
}

void
hs_diagram_view_set_style (HsDiagramView *self, enum diagram_style style)
{
  if (style == self->options.style)
    return;
  self->options.style = style;
  rebuild (self);
}

const struct diagram_options *
hs_diagram_view_get_options (HsDiagramView *self)
{
  return &self->options;
}

void
hs_diagram_view_set_guess (HsDiagramView *self, const struct diagram_guess *guess)
{
  if (guess != NULL)
    self->guess = *guess;
  self->view.guess = guess != NULL ? &self->guess : NULL;
  configure_adjustments (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
hs_diagram_view_band_place (HsDiagramView *self, int width, unsigned host, double *x, double *band_width)
{
  if (width != self->laid_out_width || (self->diagram == NULL && hs_session_get_trace (self->session) != NULL))
    {
      build (self, width);
      update_now (self);
    }
  if (self->diagram == NULL)
    {
      *x = width * (host == HOST_A ? 0.2 : 0.7);
      *band_width = width * 0.1;
      return;
    }
  diagram_band_place (self->diagram, host, x, band_width);
  *x = *x * self->scale - hs_diagram_view_offset (self, GTK_ORIENTATION_HORIZONTAL);
  *band_width *= self->scale;
}

void
hs_diagram_view_sides (HsDiagramView *self, int width, double *left, double *right)
{
  *left = -hs_diagram_view_offset (self, GTK_ORIENTATION_HORIZONTAL);
  *right = *left + (self->diagram != NULL ? MAX (diagram_width (self->diagram) * self->scale, width) : width);
}

gboolean
hs_diagram_view_show_host (HsDiagramView *self, unsigned host)
{
  double page = gtk_widget_get_width (GTK_WIDGET (self));
  double margin = MIN (HOST_ROOM * hs_text_scale (GTK_WIDGET (self)), page / 2);
  double before = hs_diagram_view_offset (self, GTK_ORIENTATION_HORIZONTAL);
  double x, band;

  if (self->adjustments[GTK_ORIENTATION_HORIZONTAL] == NULL)
    return FALSE;
  hs_diagram_view_band_place (self, (int) page, host, &x, &band);
  x += before + band / 2;
  gtk_adjustment_clamp_page (self->adjustments[GTK_ORIENTATION_HORIZONTAL], x - margin, x + margin);
  return hs_diagram_view_offset (self, GTK_ORIENTATION_HORIZONTAL) != before;
}

/* --- the widget --- */

static void
hs_diagram_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 800 : 480;
}

static void
hs_diagram_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HsDiagramView *self = HS_DIAGRAM_VIEW (widget);
  gboolean was_visible = now_is_visible (self);

  if (width != self->laid_out_width || self->diagram == NULL)
    {
      build (self, width);
      update_now (self);
    }
  configure_adjustments (self);
  if (was_visible && !now_is_visible (self))
    scroll_to_now (self);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

/* The figure's text has the size of the text around it. */
static void
hs_diagram_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (hs_diagram_view_parent_class)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_DPI && HS_DIAGRAM_VIEW (widget)->diagram != NULL)
    rebuild (HS_DIAGRAM_VIEW (widget));
}

static void
hs_diagram_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsDiagramView *self = HS_DIAGRAM_VIEW (widget);
  const struct diagram_theme *theme = hs_diagram_view_get_theme ();
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double x = hs_diagram_view_offset (self, GTK_ORIENTATION_HORIZONTAL);
  double y = hs_diagram_view_offset (self, GTK_ORIENTATION_VERTICAL);
  cairo_rectangle_t visible = { x / self->scale, y / self->scale, width / self->scale, height / self->scale };
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  cairo_set_source_rgb (cr, (theme->background >> 24) / 255.0, (theme->background >> 16 & 0xff) / 255.0,
                        (theme->background >> 8 & 0xff) / 255.0);
  cairo_paint (cr);
  if (self->diagram != NULL)
    {
      cairo_translate (cr, -x, -y);
      cairo_scale (cr, self->scale, self->scale);
      diagram_paint (self->diagram, cr, &visible, theme, &self->view);
    }
  cairo_destroy (cr);
}

static void
on_adjustment_value (HsDiagramView *self, GtkAdjustment *adjustment)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (adjustment == self->adjustments[GTK_ORIENTATION_HORIZONTAL])
    g_signal_emit (self, signals[SIGNAL_PLACED], 0);
}

static void
set_adjustment (HsDiagramView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_clear_signal_handler (&self->adjustment_handlers[orientation], self->adjustments[orientation]);
  g_set_object (&self->adjustments[orientation], adjustment);
  if (adjustment != NULL)
    self->adjustment_handlers[orientation]
        = g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (on_adjustment_value), self);
  configure_adjustments (self);
}

static void
hs_diagram_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HsDiagramView *self = HS_DIAGRAM_VIEW (object);

  switch (id)
    {
    case PROPERTY_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROPERTY_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROPERTY_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
      break;
    case PROPERTY_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_diagram_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsDiagramView *self = HS_DIAGRAM_VIEW (object);

  switch (id)
    {
    case PROPERTY_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROPERTY_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROPERTY_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROPERTY_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_diagram_view_dispose (GObject *object)
{
  HsDiagramView *self = HS_DIAGRAM_VIEW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  g_clear_object (&self->transition);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->diagram, diagram_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (hs_diagram_view_parent_class)->dispose (object);
}

static void
hs_diagram_view_class_init (HsDiagramViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hs_diagram_view_dispose;
  object_class->set_property = hs_diagram_view_set_property;
  object_class->get_property = hs_diagram_view_get_property;
  widget_class->measure = hs_diagram_view_measure;
  widget_class->size_allocate = hs_diagram_view_size_allocate;
  widget_class->snapshot = hs_diagram_view_snapshot;
  widget_class->system_setting_changed = hs_diagram_view_system_setting_changed;

  g_object_class_override_property (object_class, PROPERTY_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROPERTY_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROPERTY_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROPERTY_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_PLACED]
      = g_signal_new ("placed", HS_TYPE_DIAGRAM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RENUMBERED]
      = g_signal_new ("renumbered", HS_TYPE_DIAGRAM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "diagramview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  hs_diagram_view_bind_keys (widget_class);
}

static void
on_transition (double value, gpointer user_data)
{
  HsDiagramView *self = user_data;

  self->view.transition = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
hs_diagram_view_init (HsDiagramView *self)
{
  AdwAnimationTarget *target = adw_callback_animation_target_new (on_transition, self, NULL);

  diagram_options_window (&self->options);
  self->numbers[HS_DOCUMENT_RUN] = NUMBERS_SYMBOLIC;
  self->numbers[HS_DOCUMENT_CAPTURE] = NUMBERS_RELATIVE;
  self->numbers[HS_DOCUMENT_EXERCISE] = NUMBERS_ABSOLUTE;
  self->zoom = self->scale = 1;
  self->view = DIAGRAM_VIEW_WHOLE;
  self->view.now = 0;
  self->view.transition = 1;
  self->transition = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, TRANSITION_MS, target);
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->transition), ADW_EASE_OUT_CUBIC);

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  hs_diagram_view_add_controllers (self);

  self->popover = hs_fault_popover_new ();
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));

  for (int i = 0; i < 2; i++)
    g_signal_connect_object (adw_style_manager_get_default (), i == 0 ? "notify::dark" : "notify::high-contrast",
                             G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

HsDiagramView *
hs_diagram_view_new (HsSession *session)
{
  HsDiagramView *self = g_object_new (HS_TYPE_DIAGRAM_VIEW, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "grew", G_CALLBACK (on_grew), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (on_moved), self);
  g_signal_connect_swapped (session, "selection-changed", G_CALLBACK (on_selection_changed), self);
  return self;
}
