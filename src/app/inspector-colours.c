/* The colours of the picture as style classes, so that a chip beside the diagram has the colour of its band. */
#include "app/inspector-parts.h"

#include "app/diagram-view.h"

static const char *const SEGMENT_CLASSES[ARROW_CLASS_COUNT] = {
  [ARROW_SYN] = "syn", [ARROW_DATA] = "data", [ARROW_FIN] = "fin", [ARROW_ACK] = "ack", [ARROW_RST] = "rst",
};

static char *
state_class (enum tcp_state state)
{
  return g_ascii_strdown (tcp_state_name (state), -1);
}

static void
append_colour (GString *css, const char *property, diagram_colour colour)
{
  if (colour == 0)
    g_string_append_printf (css, "%s:transparent;", property);
  else
    g_string_append_printf (css, "%s:#%06x;", property, colour >> 8);
}

static void
append_rule (GString *css, const char *selector, const struct band_colours *colours)
{
  g_string_append_printf (css, "%s{", selector);
  append_colour (css, "background-color", colours->fill);
  append_colour (css, "border-color", colours->line);
  append_colour (css, "color", colours->text);
  g_string_append (css, "}\n");
}

/* A segment's chip has the fill of the state that it is at home in. */
static void
append_segment_rules (GString *css, const struct diagram_theme *theme)
{
  static const enum tcp_state HOMES[ARROW_CLASS_COUNT] = {
    [ARROW_SYN] = TCP_SYN_SENT, [ARROW_DATA] = TCP_ESTABLISHED, [ARROW_FIN] = TCP_FIN_WAIT_1,
    [ARROW_ACK] = TCP_LISTEN,   [ARROW_RST] = TCP_CLOSED,
  };

  for (int class = 0; class < ARROW_CLASS_COUNT; class ++)
    {
      struct band_colours colours = theme->bands[HOMES[class]];
      g_autofree char *selector = g_strdup_printf (".segment-chip.%s", SEGMENT_CLASSES[class]);

      if (class == ARROW_RST)
        colours = (struct band_colours){ .line = theme->lost, .text = theme->lost };
      append_rule (css, selector, &colours);
    }
}

static char *
make_css (const struct diagram_theme *theme)
{
  GString *css = g_string_new (NULL);

  for (int state = 0; state < TCP_STATE_COUNT; state++)
    {
      g_autofree char *class = state_class ((enum tcp_state) state);
      g_autofree char *selector = g_strdup_printf (".state-chip.%s", class);

      append_rule (css, selector, &theme->bands[state]);
    }
  append_segment_rules (css, theme);
  g_string_append_printf (css, "@define-color hs_ink #%06x;\n@define-color hs_lost #%06x;\n", theme->ink >> 8,
                          theme->lost >> 8);
  return g_string_free (css, FALSE);
}

static void
load_colours (GtkCssProvider *provider)
{
  g_autofree char *css = make_css (hs_diagram_view_get_theme ());

  gtk_css_provider_load_from_data (provider, css, -1);
}

void
hs_part_add_colours (GtkWidget *widget)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  AdwStyleManager *manager = adw_style_manager_get_for_display (display);
  GtkCssProvider *provider;

  if (g_object_get_data (G_OBJECT (display), "hs-colours") != NULL)
    return;
  provider = gtk_css_provider_new ();
  g_object_set_data_full (G_OBJECT (display), "hs-colours", provider, g_object_unref);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (load_colours), provider, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (load_colours), provider, G_CONNECT_SWAPPED);
  load_colours (provider);
}

void
hs_part_chip_state (GtkLabel *chip, enum tcp_state state)
{
  g_autofree char *class = state_class (state);
  const char *classes[] = { "state-chip", class, NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (chip), classes);
  hs_part_set_text (chip, tcp_state_name (state));
}

static enum arrow_class
class_of (const struct segment *segment)
{
  if (segment->flags & TCP_RST)
    return ARROW_RST;
  if (segment->flags & TCP_SYN)
    return ARROW_SYN;
  if (segment->flags & TCP_FIN)
    return ARROW_FIN;
  return segment->length > 0 ? ARROW_DATA : ARROW_ACK;
}

void
hs_part_chip_segment (GtkLabel *chip, const struct segment *segment, const char *text)
{
  const char *classes[] = { "segment-chip", segment != NULL ? SEGMENT_CLASSES[class_of (segment)] : "ack", NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (chip), classes);
  hs_part_set_text (chip, text);
}
