/* What one congestion control algorithm has of its own.
 *
 * congestion.c does what all have in common: slow start, recovery, timeouts, idle times. An algorithm says what a loss
 * leaves and how the window grows in congestion avoidance. To add one: a constant table of these functions, a name in
 * config.h, an entry in congestion_control_of. */
#pragma once

#include "tcp/congestion.h"

struct congestion_control
{
  enum tcp_congestion_name id;

  /* What a loss leaves of so many octets in flight, before the floor of RFC 5681 equation 4. */
  uint32_t (*reduced) (uint32_t flight);

  /* acked octets were acknowledged in congestion avoidance: cwnd grows. Returns what to report if it did. */
  enum tcp_reason (*avoid) (struct congestion *congestion, uint32_t acked, uint32_t smss);

  /* cwnd is about to fall for a loss or a router's mark, or for a timeout. */
  void (*loss) (struct congestion *congestion);
  void (*timeout) (struct congestion *congestion);

  /* The window was not made use of for so long, which is no time to grow in. */
  void (*pause) (struct congestion *congestion, vtime duration);

  /* cwnd fell after an idle time: the stage of congestion avoidance is over. */
  void (*restart) (struct congestion *congestion);
};

const struct congestion_control *congestion_control_of (enum tcp_congestion_name name);
