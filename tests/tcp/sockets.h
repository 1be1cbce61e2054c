/* For the conversations through the socket calls: short forms, and the openings made of them. */
#pragma once

#include "bench.h"

/* The bench's stack and socket, and an instant without a cause. */
#define ON(b) bench_stack (b), bench_socket (b)
#define NOW(b) bench_now (b), EVENT_NONE

#define PEER(number)                                                                                                   \
  (struct endpoint)                                                                                                    \
  {                                                                                                                    \
    .address = ip_address_v4 (10, 0, 0, 2), .port = (number)                                                           \
  }

/* A new socket of the bench, bound to its port. */
int sockets_bound (struct bench *b);

/* The same, listening. */
int sockets_listening (struct bench *b, int backlog);

/* The same, connecting; its SYN is taken. */
struct bench *sockets_connecting (const struct tcp_config *config);

/* The same, ESTABLISHED at 100 ms. */
struct bench *sockets_established (const struct tcp_config *config);

gint64 sockets_get (struct bench *b, enum tcp_socket_option option);
void sockets_set (struct bench *b, enum tcp_socket_option option, gint64 value);

/* What TCP_SO_ERROR gives is this. */
void sockets_error (struct bench *b, enum tcp_error error);

/* The socket polls as exactly this. */
void sockets_poll (struct bench *b, unsigned bits);
