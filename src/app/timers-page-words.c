#include "app/timers-page-words.h"

#include "explain/context.h"
#include "explain/format.h"
#include "explain/template.h"
#include "explain/timer.h"

#include <glib/gi18n.h>

/* Below this a time left is told to the ms. */
#define EXACT_BELOW SEC (10)

/* The RTO watches the oldest number that is not acknowledged. */
static char *
rto_purpose (const struct tcp_vars *vars)
{
  g_autofree char *seq = g_strdup_printf ("%u", vars->snd_una);
  const char *pattern = _ ("for the data, from seq {seq} on");

  if (vars->snd_una == vars->iss)
    pattern = vars->state == TCP_SYN_SENT ? _ ("for the SYN, seq {seq}") : _ ("for the SYN and ACK, seq {seq}");
  else if (vars->fin_sent && !vars->fin_acked && vars->snd_una + 1 == vars->snd_nxt)
    pattern = _ ("for the FIN, seq {seq}");
  return explain_fill (pattern, "seq", seq, NULL);
}

char *
hs_timer_purpose (const struct tcp_vars *vars, enum tcp_timer timer)
{
  return timer == TCP_TIMER_RTO ? rto_purpose (vars) : g_strdup (explain_timer_text (timer));
}

char *
hs_timer_length (const struct tcp_vars *vars, enum tcp_timer timer)
{
  g_autofree char *duration = explain_format_duration (vars->timer_duration[timer]);
  g_autofree char *times = g_strdup_printf ("%u", vars->backoff);

  if (timer != TCP_TIMER_RTO)
    return explain_fill (_ ("of {duration}"), "duration", duration, NULL);
  if (vars->backoff == 0)
    return explain_fill (_ ("of {duration}, not backed off"), "duration", duration, NULL);
  return explain_fill (g_dngettext (GETTEXT_PACKAGE, "of {duration}, doubled once",
                                    "of {duration}, doubled {times} times", vars->backoff),
                       "duration", duration, "times", times, NULL);
}

char *
hs_timer_left (vtime left)
{
  vtime grain = left < EXACT_BELOW ? MS (1) : MS (100);

  /* Rounded up: "0 ms" is said when the timer has run out, and not before. */
  return explain_format_duration ((left + grain - 1) / grain * grain);
}

static const char *
wait_pattern (enum tcp_state state)
{
  switch (state)
    {
    case TCP_CLOSED:
      return _ ("No timer runs. {host} has no connection.");
    case TCP_LISTEN:
      return _ ("No timer runs. {host} waits for a SYN.");
    case TCP_ESTABLISHED:
      return _ ("No timer runs. {host} waits for its own program or for {peer}.");
    case TCP_FIN_WAIT_2:
      return _ ("No timer runs. {host} waits for {peer}’s program to close.");
    case TCP_CLOSE_WAIT:
      return _ ("No timer runs. {host} waits for its own program to close.");
    default:
      return _ ("No timer runs. {host} waits for {peer}’s TCP.");
    }
}

char *
hs_timer_wait_sentence (const struct trace *trace, unsigned host, event_id event)
{
  return explain_fill (wait_pattern (trace_state_at (trace, host, event)), "host", explain_host_name (trace, host),
                       "peer", explain_host_name (trace, host ^ 1u), NULL);
}
