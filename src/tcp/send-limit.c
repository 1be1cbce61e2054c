#include "tcp/send-limit.h"

void
tcp_send_limit_is (struct tcp_send_limits *limits, enum tcp_send_limit limit, vtime now)
{
  if (limit == limits->limit)
    return;
  limits->spent[limits->limit] += now - limits->since;
  limits->limit = limit;
  limits->since = now;
}

vtime
tcp_send_limit_time (const struct tcp_send_limits *limits, enum tcp_send_limit limit, vtime now)
{
  return limits->spent[limit] + (limit == limits->limit ? now - limits->since : 0);
}
