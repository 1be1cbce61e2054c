/* What the bench is made of; for bench*.c only. */
#pragma once

#include "bench.h"
#include "invariants.h"

/* A packet that left and was not looked at yet. */
struct bench_sent
{
  GBytes *packet;
  event_id event;
  vtime at;
};

/* An event. */
struct bench_seen
{
  enum tcp_reason reason;
  event_id cause;
  guint32 connection;
};

struct bench
{
  struct tcp_stack *stack;
  struct tcp_config config;
  struct invariants invariants;
  struct ip_address ours;
  struct ip_address theirs;
  guint32 our_iss;
  guint32 peer_iss;
  int socket;
  vtime now;
  gboolean gathers;
  guint32 written; /* octets of SEND so far */
  guint32 read;    /* octets of RECEIVE so far */
  GQueue sent;     /* struct bench_sent */
  GArray *events;  /* struct bench_seen */
  guint stimulus;  /* the first event since the last one */
  event_id last;   /* the SEND that was taken last */
  struct packet last_packet;
};

/* The octet at a place of the stream that we, or the peer, write. */
guint8 bench_our_octet (guint32 place);
guint8 bench_peer_octet (guint32 place);

void bench_sent_free (struct bench_sent *item);

/* Around everything that may make the stack do something. */
void bench_begin_stimulus (struct bench *b);
void bench_end_stimulus (struct bench *b);
