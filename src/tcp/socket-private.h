/* Between socket.c and socket-options.c. */
#pragma once

#include "tcp/stack-sockets.h"

/* NULL when there is none, or when the program has closed it. */
struct socket *socket_find (const struct tcp_stack *stack, int number);

/* Why the connection ended, until somebody was told; TCP_OK when there is nothing to tell. */
enum tcp_error socket_pending_error (const struct socket *socket);

/* The same, and it is told now. */
enum tcp_error socket_take_error (struct socket *socket);
