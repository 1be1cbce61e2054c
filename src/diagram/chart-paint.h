/* Inside of painting the chart: for its exports. */
#pragma once

#include "diagram/chart.h"
#include "diagram/pen.h"

void chart_draw (const struct chart *chart, struct pen *pen, const struct diagram_theme *theme,
                 const struct chart_view *view);
