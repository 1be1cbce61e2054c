#include "explain/timer.h"

#include <glib/gi18n.h>

struct timer_words
{
  const char *name;
  const char *text;
};

static const struct timer_words timers[TCP_TIMER_COUNT] = {
  [TCP_TIMER_RTO] = { N_ ("RTO"), N_ ("The oldest unacknowledged segment is sent again.") },
  [TCP_TIMER_PERSIST] = { N_ ("persist"), N_ ("A window probe asks whether there is room now.") },
  [TCP_TIMER_DELAYED_ACK] = { N_ ("delayed ACK"), N_ ("The ACK that waited is sent alone.") },
  [TCP_TIMER_2MSL] = { N_ ("2MSL"), N_ ("TIME-WAIT ends and the connection is forgotten.") },
  [TCP_TIMER_USER] = { N_ ("user timeout"), N_ ("The connection is given up, as the program asked.") },
  [TCP_TIMER_SWS] = { N_ ("override"), N_ ("A small segment is sent rather than nothing.") },
  [TCP_TIMER_FIN_WAIT_2] = { N_ ("FIN-WAIT-2"), N_ ("The connection is forgotten without the peer’s FIN.") },
  [TCP_TIMER_KEEPALIVE] = { N_ ("keep-alive"), N_ ("A probe asks whether the peer is still there.") },
  [TCP_TIMER_REORDERING] = { N_ ("reordering"), N_ ("What was sent earlier and is still missing counts as lost.") },
  [TCP_TIMER_PTO] = { N_ ("PTO"), N_ ("One more segment asks for an answer before the RTO would run out.") },
};

const char *
explain_timer_name (enum tcp_timer timer)
{
  return _ (timers[timer].name);
}

const char *
explain_timer_text (enum tcp_timer timer)
{
  return _ (timers[timer].text);
}

const char *
explain_phase_name (enum tcp_phase phase)
{
  switch (phase)
    {
    case TCP_SLOW_START:
      return _ ("slow start");
    case TCP_CONGESTION_AVOIDANCE:
      return _ ("congestion avoidance");
    case TCP_FAST_RECOVERY:
      return _ ("fast recovery");
    case TCP_LOSS:
      return _ ("recovery after a timeout");
    }
  return "";
}
