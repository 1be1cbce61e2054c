/* The sockets of a stack: storage, numbers, finding. Internal to stack*.c. */
#pragma once

#include "tcp/engine.h"
#include "tcp/stack.h"

struct socket
{
  struct tcb tcb;
  int listener;      /* the listener that made it and that will hand it out; 0 when none, or handed out */
  uint64_t accepted; /* its place in the accept queue; 0 when it is in none */
  unsigned backlog;  /* of a listener */
};

struct tcp_stack
{
  struct tcp_config config;
  struct ip_address address;
  struct tcp_outlet outlet;
  struct socket **sockets; /* by ascending number */
  size_t length;
  size_t capacity;
  int next_number;
  uint16_t next_port;     /* the next ephemeral port to try */
  uint64_t next_accepted; /* the next place in an accept queue */
  uint32_t iss_base;      /* config.iss when connections were last counted from */
  uint32_t iss_count;     /* connections opened since */
};

/* A step in which nothing has happened yet. */
struct tcp_step stack_step (struct tcp_stack *stack, vtime now, event_id cause);

/* A new CLOSED socket, or NULL when TCP_STACK_SOCKETS_MAX is reached or there is no memory. */
struct socket *stack_add_socket (struct tcp_stack *stack, const struct endpoint *local);

/* Frees a socket without a word. */
void stack_remove_socket (struct tcp_stack *stack, struct socket *socket);

/* NULL when there is none. */
struct socket *stack_find_number (const struct tcp_stack *stack, int number);
struct socket *stack_find_listener (const struct tcp_stack *stack, uint16_t port);

/* The newest connection with these ends that is not CLOSED. */
struct socket *stack_find_connection (const struct tcp_stack *stack, const struct endpoint *local,
                                      const struct endpoint *remote);

/* The initial sequence number of the next connection. */
uint32_t stack_pick_iss (struct tcp_stack *stack, const struct endpoint *local, const struct endpoint *remote,
                         vtime now);

/* Children of a listener in SYN-RECEIVED, and those that wait for accept. */
unsigned stack_syn_queue (const struct tcp_stack *stack, const struct socket *listener);
unsigned stack_accept_queue (const struct tcp_stack *stack, const struct socket *listener);

/* An IP packet that carries ICMP: errors about connections are acted on, all else is dropped. */
void stack_icmp_input (struct tcp_stack *stack, const uint8_t *octets, size_t length, struct tcp_step *step);

/* After a step of a socket: puts a child that became ESTABLISHED into the accept queue, ends the TIME-WAIT that it
 * replaced, and frees a child that is gone. The socket must not be used afterwards. */
void stack_settle (struct tcp_stack *stack, struct socket *socket, struct tcp_step *step);
