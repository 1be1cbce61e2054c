#include "app/text-scale.h"

/* Dots per inch at 100 %. */
#define USUAL_DPI 96.0

double
hs_text_scale (GtkWidget *widget)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / (USUAL_DPI * PANGO_SCALE) : 1;
}

void
hs_text_scale_set_default_size (GtkWindow *window, int width, int height)
{
  double scale = hs_text_scale (GTK_WIDGET (window));

  gtk_window_set_default_size (window, (int) (width * scale), (int) (height * scale));
}
