/* The inside of a window, for window*.c only. */
#pragma once

#include "app/narrator.h"
#include "app/pacer.h"
#include "app/quiz.h"
#include "app/transport.h"
#include "app/window.h"

struct hs_window_wish;

struct _HsWindow
{
  AdwApplicationWindow parent_instance;

  HsSession *session;
  HsPacer *pacer;
  HsNarrator *narrator;
  gboolean narrated;   /* before the quiz began */
  gboolean side_shown; /* the same of the side list */
  HsQuiz *quiz;
  GPtrArray *files; /* of struct scenario_file */
  GCancellable *loading;
  struct hs_window_wish *wish; /* waits for the person to say what becomes of the run */
  GtkWindow *save_dialog;      /* while it is up */
  GtkWindow *inject_dialog;    /* the same */
  gboolean closing;            /* the person was asked, or had not to be */
  gboolean wire_told;          /* that the TAP pair is not to be had */
  char *said;

  HsDiagramView *diagram;
  GtkWidget *states;
  GtkWidget *head_row;
  GtkWidget *inspector;
  GtkWidget *quiz_panel;
  GtkStack *panels;     /* inspector, quiz */
  GtkWidget *side_list; /* GtkStack: lessons, connections */
  GtkWidget *connections;

  AdwToastOverlay *toasts;
  AdwHeaderBar *header;
  GtkStack *title_stack;
  AdwViewSwitcherTitle *view_switcher;
  AdwViewSwitcherBar *view_bar;
  AdwViewStack *view_stack; /* sequence, states */
  GtkWidget *side_button;
  GtkMenuButton *document_button;
  GtkLabel *document_name;
  GtkWidget *export_button;
  GtkWidget *inspector_button;
  GtkMenuButton *menu_button;
  GtkStack *stack;
  AdwBin *welcome_bin;
  AdwFlap *side_flap;
  AdwFlap *inspector_flap;
  AdwClamp *side_bin;
  AdwClamp *inspector_bin;
  GtkBox *heads_box;
  GtkScrolledWindow *scrolled;
  GtkScrolledWindow *states_scrolled;
  GtkRevealer *end_note;
  GtkLabel *end_text;
  GtkBox *work_box;
  HsTransport *transport;
  GtkProgressBar *progress;
  GtkWidget *cancel_button;
  GtkWidget *drop_target;
};

/* Adds the actions of the window. */
void hs_window_add_actions (HsWindow *self);

/* The quiz: its panel beside the inspector, and what changes while it is on. */
void hs_window_add_quiz (HsWindow *self);
void hs_window_toggle_quiz (HsWindow *self);
gboolean hs_window_quizzes (HsWindow *self);

/* window-save.c. Saves to the run's own file, or asks for one; always asks. */
void hs_window_add_save (HsWindow *self);
void hs_window_save (HsWindow *self);
void hs_window_save_as (HsWindow *self);

/* Does what would end the run: at once when nothing of worth is lost, else when the person has saved or given it up;
 * never when they think better of it. Takes data. */
typedef void (*HsWindowThen) (HsWindow *self, gpointer data);
void hs_window_when_safe (HsWindow *self, HsWindowThen then, gpointer data, GDestroyNotify free_data);
void hs_window_drop_wish (HsWindow *self);

/* Puts a file into the list of recent ones. */
void hs_window_remember (HsWindow *self, GFile *file);

/* The title of what is open, where it stands in the window. */
void hs_window_show_title (HsWindow *self);

/* Brings states and sensitivities of the actions up to date with the session. */
void hs_window_update_actions (HsWindow *self);

/* The focus goes to what the person looks at: the sequence or the states. */
gboolean hs_window_focus_view (HsWindow *self);

/* Keys that work everywhere in the window unless the focused widget wants them. */
void hs_window_add_keys (HsWindow *self, GtkWidget *content);

/* A toast with a button, if the label is not NULL. */
void hs_window_say_with_action (HsWindow *self, const char *sentence, const char *label, const char *action);
