#include "app/timers-page.h"

#include "app/inspector-parts.h"
#include "app/timers-page-ring.h"
#include "app/timers-page-words.h"
#include "explain/context.h"
#include "explain/template.h"
#include "explain/timer.h"

#include <glib/gi18n.h>

/* A timer of a host; hidden while it does not run. */
struct timer_card
{
  GtkBox *card;
  HsTimerRing *ring;
  GtkLabel *left;
  GtkLabel *purpose;
  GtkLabel *length;
  GtkWidget *skip;
  vtime deadline;
};

struct host_part
{
  GtkLabel *name;
  GtkBox *waits;
  GtkLabel *sentence;
  struct timer_card timers[TCP_TIMER_COUNT];
};

struct _HsTimersPage
{
  AdwBin parent_instance;
  HsSession *session;
  GtkStack *stack;
  struct host_part hosts[HOST_COUNT];
};

G_DEFINE_FINAL_TYPE (HsTimersPage, hs_timers_page, ADW_TYPE_BIN)

/* --- filling --- */

static void
say_left (struct timer_card *card, const char *left, const char *timer, const char *host)
{
  g_autofree char *text
      = explain_fill (_ ("{timer} of {host}, {time} left"), "timer", timer, "host", host, "time", left, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (card->ring), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
fill_card (HsTimersPage *self, struct timer_card *card, const struct tcp_vars *vars, enum tcp_timer timer,
           const char *host)
{
  vtime now = hs_session_get_now (self->session);
  vtime left = MAX (vars->timer_deadline[timer] - now, 0);
  g_autofree char *left_text = hs_timer_left (left);
  g_autofree char *purpose = hs_timer_purpose (vars, timer);
  g_autofree char *length = hs_timer_length (vars, timer);

  card->deadline = vars->timer_deadline[timer];
  hs_timer_ring_set_left (card->ring,
                          vars->timer_duration[timer] > 0 ? (double) left / (double) vars->timer_duration[timer] : 0);
  if (g_strcmp0 (gtk_label_get_text (card->left), left_text) != 0)
    say_left (card, left_text, explain_timer_name (timer), host);
  hs_part_set_text (card->left, left_text);
  hs_part_set_text (card->purpose, purpose);
  hs_part_set_text (card->length, length);
}

static void
fill_host (HsTimersPage *self, const struct trace *trace, event_id event, unsigned host)
{
  struct host_part *part = &self->hosts[host];
  struct tcp_vars kept;
  const struct tcp_vars *vars = trace_vars_at (trace, host, event, &kept);
  g_autofree char *name = hs_part_host_name (trace, host);
  gboolean any = FALSE;

  hs_part_set_text (part->name, name);
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    {
      gboolean runs = vars != NULL && vars->timer_deadline[timer] != VTIME_NEVER;

      gtk_widget_set_visible (GTK_WIDGET (part->timers[timer].card), runs);
      if (runs)
        fill_card (self, &part->timers[timer], vars, (enum tcp_timer) timer, explain_host_name (trace, host));
      any = any || runs;
    }
  gtk_widget_set_visible (GTK_WIDGET (part->waits), !any);
  if (!any)
    {
      g_autofree char *sentence = hs_timer_wait_sentence (trace, host, event);

      hs_part_set_text (part->sentence, sentence);
    }
}

void
hs_timers_page_update (HsTimersPage *self)
{
  const struct trace *trace = hs_session_get_trace (self->session);
  gboolean run = hs_session_get_document (self->session) == HS_DOCUMENT_RUN;

  gtk_stack_set_visible_child_name (self->stack, run ? "timers" : "capture");
  if (!run || trace == NULL)
    return;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    fill_host (self, trace, hs_session_get_event (self->session), host);
}

static void
on_skip (HsTimersPage *self, GtkWidget *button)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
        {
          if (self->hosts[host].timers[timer].skip == button)
            {
              hs_session_seek (self->session, self->hosts[host].timers[timer].deadline);
              return;
            }
        }
    }
}

/* --- building --- */

static void
build_card (HsTimersPage *self, struct timer_card *card, enum tcp_timer timer)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  card->card = hs_part_card ();
  card->ring = hs_timer_ring_new (explain_timer_name (timer));
  card->left = GTK_LABEL (gtk_label_new (""));
  card->purpose = hs_part_label ("", "card-second");
  card->length = hs_part_label ("", "card-second");
  card->skip = gtk_button_new_with_label (_ ("Skip to it"));
  gtk_label_set_xalign (card->left, 0);
  gtk_widget_add_css_class (GTK_WIDGET (card->left), "timer-left");
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_tooltip_text (card->skip, _ ("Let time run to the instant at which this timer runs out"));
  gtk_widget_add_css_class (GTK_WIDGET (card->card), "timer-card");
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (card->left));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (card->purpose));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (card->length));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (card->ring));
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (card->card, row);
  gtk_box_append (card->card, card->skip);
  g_signal_connect_swapped (card->skip, "clicked", G_CALLBACK (on_skip), self);
}

static void
add_host (HsTimersPage *self, GtkBox *column, unsigned host)
{
  struct host_part *part = &self->hosts[host];

  part->name = hs_part_label ("", "timers-host");
  part->waits = hs_part_card ();
  part->sentence = hs_part_label ("", "card-sentence");
  gtk_box_append (part->waits, GTK_WIDGET (part->sentence));
  gtk_box_append (column, GTK_WIDGET (part->name));
  gtk_box_append (column, GTK_WIDGET (part->waits));
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    {
      build_card (self, &part->timers[timer], (enum tcp_timer) timer);
      gtk_box_append (column, GTK_WIDGET (part->timers[timer].card));
    }
}

static void
hs_timers_page_dispose (GObject *object)
{
  g_clear_object (&HS_TIMERS_PAGE (object)->session);
  G_OBJECT_CLASS (hs_timers_page_parent_class)->dispose (object);
}

static void
hs_timers_page_class_init (HsTimersPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_timers_page_dispose;
}

static void
hs_timers_page_init (HsTimersPage *self)
{
  GtkBox *column = hs_part_column ();
  GtkWidget *capture = hs_part_empty ("alarm-symbolic", _ ("Not in a capture"),
                                      _ ("Which timers ran at the hosts of a "
                                         "capture can only be guessed from the "
                                         "segments they sent."));

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    add_host (self, column, host);
  gtk_box_append (column, GTK_WIDGET (hs_part_label (_ ("All timers stop while the run is paused."), "timers-note")));
  gtk_stack_add_named (self->stack, hs_part_scrolled (column), "timers");
  gtk_stack_add_named (self->stack, capture, "capture");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

HsTimersPage *
hs_timers_page_new (HsSession *session)
{
  HsTimersPage *self = g_object_new (HS_TYPE_TIMERS_PAGE, NULL);

  self->session = g_object_ref (session);
  return self;
}
