/* The shipped scenarios as a list beside the diagram. A row opens its scenario through win.open-scenario. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define HS_TYPE_LESSON_LIST (hs_lesson_list_get_type ())
G_DECLARE_FINAL_TYPE (HsLessonList, hs_lesson_list, HS, LESSON_LIST, GtkBox)

/* files: of struct scenario_file, kept by the list. */
GtkWidget *hs_lesson_list_new (HsSession *session, GPtrArray *files);
