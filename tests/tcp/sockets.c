#include "sockets.h"

int
sockets_bound (struct bench *b)
{
  struct endpoint local = { .port = OUR_PORT };
  int socket = tcp_socket_new (bench_stack (b));

  g_assert_cmpint (socket, >, 0);
  g_assert_cmpint (tcp_socket_bind (bench_stack (b), socket, &local), ==, TCP_OK);
  bench_use (b, socket);
  return socket;
}

int
sockets_listening (struct bench *b, int backlog)
{
  int socket = sockets_bound (b);

  g_assert_cmpint (tcp_socket_listen (ON (b), backlog, NOW (b)), ==, TCP_OK);
  bench_state (b, TCP_LISTEN);
  return socket;
}

struct bench *
sockets_connecting (const struct tcp_config *config)
{
  struct bench *b = bench_new (config);

  sockets_bound (b);
  g_assert_cmpint (tcp_socket_connect (ON (b), &PEER (PEER_PORT), NOW (b)), ==, TCP_ERROR_IN_PROGRESS);
  bench_sends (b, "S 0:0(0) <mss 1000>");
  return b;
}

struct bench *
sockets_established (const struct tcp_config *config)
{
  struct bench *b = sockets_connecting (config);

  bench_at (b, MS (100));
  bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
  bench_sends (b, ". 1:1(0) ack 1");
  bench_state (b, TCP_ESTABLISHED);
  return b;
}

gint64
sockets_get (struct bench *b, enum tcp_socket_option option)
{
  int64_t value = -99;

  g_assert_cmpint (tcp_socket_get (ON (b), option, &value), ==, TCP_OK);
  return value;
}

void
sockets_set (struct bench *b, enum tcp_socket_option option, gint64 value)
{
  g_assert_cmpint (tcp_socket_set (ON (b), option, value, NOW (b)), ==, TCP_OK);
}

void
sockets_error (struct bench *b, enum tcp_error error)
{
  g_assert_cmpstr (tcp_error_name ((enum tcp_error) sockets_get (b, TCP_SO_ERROR)), ==, tcp_error_name (error));
}

void
sockets_poll (struct bench *b, unsigned bits)
{
  g_assert_cmphex (tcp_socket_poll (ON (b)), ==, bits);
}
