#include "tcp/config.h"
#include "tcp/reason.h"
#include "tcp/state.h"
#include "tcp/vars.h"

#include <assert.h>

const char *
tcp_state_name (enum tcp_state state)
{
  static const char *const names[TCP_STATE_COUNT] = {
    [TCP_CLOSED] = "CLOSED",           [TCP_LISTEN] = "LISTEN",
    [TCP_SYN_SENT] = "SYN-SENT",       [TCP_SYN_RECEIVED] = "SYN-RECEIVED",
    [TCP_ESTABLISHED] = "ESTABLISHED", [TCP_FIN_WAIT_1] = "FIN-WAIT-1",
    [TCP_FIN_WAIT_2] = "FIN-WAIT-2",   [TCP_CLOSE_WAIT] = "CLOSE-WAIT",
    [TCP_CLOSING] = "CLOSING",         [TCP_LAST_ACK] = "LAST-ACK",
    [TCP_TIME_WAIT] = "TIME-WAIT",
  };
  assert ((unsigned) state < TCP_STATE_COUNT);
  return names[state];
}

const char *
tcp_timer_name (enum tcp_timer timer)
{
  static const char *const names[TCP_TIMER_COUNT] = {
    [TCP_TIMER_RTO] = "RTO",
    [TCP_TIMER_PERSIST] = "persist",
    [TCP_TIMER_DELAYED_ACK] = "delayed ACK",
    [TCP_TIMER_2MSL] = "2MSL",
    [TCP_TIMER_USER] = "user timeout",
    [TCP_TIMER_SWS] = "SWS override",
    [TCP_TIMER_FIN_WAIT_2] = "FIN-WAIT-2",
    [TCP_TIMER_KEEPALIVE] = "keep-alive",
    [TCP_TIMER_REORDERING] = "RACK",
    [TCP_TIMER_PTO] = "PTO",
  };
  assert ((unsigned) timer < TCP_TIMER_COUNT);
  return names[timer];
}

const char *
tcp_congestion_word (enum tcp_congestion_name name)
{
  static const char *const words[TCP_CONGESTION_COUNT] = {
    [TCP_CONGESTION_RENO] = "reno",
    [TCP_CONGESTION_CUBIC] = "cubic",
  };
  assert ((unsigned) name < TCP_CONGESTION_COUNT);
  return words[name];
}

static const struct
{
  const char *name;
  int rfc;
  const char *section;
} REASONS[REASON_COUNT] = {
#define REASON(id, rfc, section) [REASON_##id] = { #id, rfc, section },
#include "tcp/reason.def"
#undef REASON
};

const char *
reason_name (enum tcp_reason reason)
{
  assert ((unsigned) reason < REASON_COUNT);
  return REASONS[reason].name;
}

int
reason_rfc (enum tcp_reason reason)
{
  assert ((unsigned) reason < REASON_COUNT);
  return REASONS[reason].rfc;
}

const char *
reason_section (enum tcp_reason reason)
{
  assert ((unsigned) reason < REASON_COUNT);
  return REASONS[reason].section;
}
