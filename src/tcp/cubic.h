/* CUBIC's window in congestion avoidance (RFC 9438 §4), in whole octets and nanoseconds.
 *
 *   W(t) = C (t - K)³ + W_max segments, t and K in seconds since the stage of congestion avoidance began
 *
 * Plain arithmetic over its own struct, for congestion.c. */
#pragma once

#include "base/vtime.h"

#include <stdbool.h>
#include <stdint.h>

/* w_est counts in parts of an octet. */
#define CUBIC_FRACTION 1024

struct cubic
{
  vtime epoch;         /* this stage of congestion avoidance began then; VTIME_NEVER before its first ACK */
  vtime k;             /* K: from the epoch until W_max is reached */
  uint32_t w_max;      /* W_max, octets; 0 = to be cwnd where the stage begins */
  uint32_t cwnd_prior; /* cwnd before the last loss, octets */
  uint64_t w_est;      /* W_est: what Reno would have, octets times CUBIC_FRACTION */
  bool reno_friendly;  /* the last window was W_est */
};

/* An ACK of something new. */
struct cubic_ack
{
  uint32_t cwnd;
  uint32_t acked; /* octets */
  uint32_t smss;
  vtime now;
  vtime rtt;
};

/* β_cubic of a number of octets: what a loss leaves (§4.6). */
uint32_t cubic_beta (uint32_t octets);

/* A loss when the window was cwnd: sets W_max, lower when the window had not come back to the last one (§4.7). */
void cubic_loss (struct cubic *cubic, uint32_t cwnd);

/* A timeout: the next stage begins at the window that it finds, with K = 0 (§4.8). */
void cubic_timeout (struct cubic *cubic, uint32_t cwnd);

/* A time in which the window was not made use of does not count: the stage begins so much later (§4.2, §5.8). */
void cubic_pause (struct cubic *cubic, vtime duration);

/* What cwnd becomes by an ACK in congestion avoidance (§4.2 to §4.5). */
uint32_t cubic_window (struct cubic *cubic, const struct cubic_ack *ack);

/* The largest number whose cube is not above value. */
uint32_t cubic_root (uint64_t value);
