/* One host of an Ethernet, whose frames and events a test holds in its hands. */
#pragma once

#include "sim/host.h"
#include "wire/packet.h"

#include <glib.h>
#include <string.h>

#define FRAMES_MAX 64

struct capture
{
  uint8_t frames[FRAMES_MAX][HOST_FRAME_MAX];
  size_t lengths[FRAMES_MAX];
  event_id sent[FRAMES_MAX];
  unsigned frame_count;
  event_id events;
  unsigned arrived;
  unsigned discarded;
  event_id last_cause;
};

static const struct mac_address OUR_MAC = { { 2, 0, 0, 0, 0, 1 } };
static const struct mac_address PEER_MAC = { { 2, 0, 0, 0, 0, 2 } };

static inline event_id
report (void *user, const struct tcp_event *event)
{
  struct capture *capture = user;

  capture->arrived += event->kind == TCP_EVENT_ARRIVE;
  capture->discarded += event->kind == TCP_EVENT_DISCARD;
  if (event->kind == TCP_EVENT_ARRIVE || event->kind == TCP_EVENT_DISCARD)
    capture->last_cause = event->cause;
  return capture->events++;
}

static inline void
frame_out (void *user, const uint8_t *frame, size_t length, event_id sent)
{
  struct capture *capture = user;

  g_assert_cmpuint (capture->frame_count, <, FRAMES_MAX);
  g_assert_cmpuint (length, <=, HOST_FRAME_MAX);
  memcpy (capture->frames[capture->frame_count], frame, length);
  capture->lengths[capture->frame_count] = length;
  capture->sent[capture->frame_count++] = sent;
}

static inline struct host *
new_host_at (struct capture *capture, const struct ip_address *address)
{
  struct tcp_config config = tcp_config_lesson ();

  memset (capture, 0, sizeof *capture);
  struct host *host = host_new (&OUR_MAC, address, &config,
                                &(struct host_sink){ .user = capture, .report = report, .frame_out = frame_out });
  g_assert_nonnull (host);
  return host;
}
