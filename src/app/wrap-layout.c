#include "app/wrap-layout.h"

struct _HsWrapLayout
{
  GtkLayoutManager parent_instance;
  int column_spacing;
  int row_spacing;
};

G_DEFINE_FINAL_TYPE (HsWrapLayout, hs_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
hs_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Goes through the lines; places the children where place says so. Returns the height. */
static int
lay_out (HsWrapLayout *self, GtkWidget *widget, int width, gboolean place)
{
  int x = 0, y = 0, line = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkRequisition natural;
      int wide, high;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_get_preferred_size (child, NULL, &natural);
      wide = MIN (natural.width, width);
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, wide, NULL, &high, NULL, NULL);
      if (x > 0 && x + wide > width)
        {
          y += line + self->row_spacing;
          x = line = 0;
        }
      if (place)
        gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, wide, high }, -1);
      x += wide + self->column_spacing;
      line = MAX (line, high);
    }
  return y + line;
}

static void
measure_width (HsWrapLayout *self, GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += (*natural > 0 ? self->column_spacing : 0) + child_natural;
    }
}

static void
hs_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  HsWrapLayout *self = HS_WRAP_LAYOUT (manager);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, widget, minimum, natural);
  else
    *minimum = *natural = lay_out (self, widget, for_size >= 0 ? for_size : G_MAXINT / 2, FALSE);
}

static void
hs_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (HS_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
hs_wrap_layout_class_init (HsWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = hs_wrap_layout_get_request_mode;
  manager_class->measure = hs_wrap_layout_measure;
  manager_class->allocate = hs_wrap_layout_allocate;
}

static void
hs_wrap_layout_init (HsWrapLayout *self)
{
}

GtkLayoutManager *
hs_wrap_layout_new (int column_spacing, int row_spacing)
{
  HsWrapLayout *self = g_object_new (HS_TYPE_WRAP_LAYOUT, NULL);

  self->column_spacing = column_spacing;
  self->row_spacing = row_spacing;
  return GTK_LAYOUT_MANAGER (self);
}
