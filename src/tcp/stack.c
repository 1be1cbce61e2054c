/* The program's side of the stack: sockets and calls. */
#include "tcp/stack.h"

#include "tcp/keepalive.h"
#include "tcp/output.h"
#include "tcp/report.h"
#include "tcp/stack-sockets.h"
#include "tcp/transmit.h"
#include "tcp/urgent.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct tcp_stack *
tcp_stack_new (const struct tcp_config *config, const struct ip_address *address, const struct tcp_sink *sink)
{
  struct tcp_stack *stack = calloc (1, sizeof *stack);
  if (stack == NULL)
    return NULL;
  stack->config = *config;
  stack->addresses[stack->address_count++] = *address;
  stack->outlet.sink = *sink;
  stack->next_number = 1;
  stack->next_port = STACK_FIRST_EPHEMERAL_PORT;
  stack->iss_base = config->iss;
  return stack;
}

static void
remove_all (struct tcp_stack *stack)
{
  while (stack->length > 0)
    stack_remove_socket (stack, stack->sockets[stack->length - 1]);
}

void
tcp_stack_free (struct tcp_stack *stack)
{
  if (stack == NULL)
    return;
  remove_all (stack);
  free (stack->sockets);
  free (stack->heap);
  free (stack);
}

struct tcp_config *
tcp_stack_config (struct tcp_stack *stack)
{
  return &stack->config;
}

void
tcp_stack_switch (struct tcp_stack *stack, enum tcp_switch which, bool on, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  *tcp_config_switch (&stack->config, which) = on;
  for (size_t i = 0; i < stack->length; i++)
    {
      *tcp_config_switch (&stack->sockets[i]->tcb.config, which) = on;
      tcp_output_later (&stack->sockets[i]->tcb, &step);
      stack_touch (stack, stack->sockets[i]);
    }
}

/* A call that cannot even name a connection. */
static int
refuse (enum tcp_reason reason, enum tcp_error error, struct tcp_step *step)
{
  tcp_report_call (NULL, reason, 0, step);
  return error;
}

/* Runs a call on a socket; the step's cause becomes the CALL for what the stack does after it. */
static int
call_socket (struct tcp_stack *stack, int number, const struct tcp_user_call *call, struct tcp_step *step)
{
  struct socket *socket = stack_find_number (stack, number);
  if (socket == NULL)
    return refuse (REASON_CALL_ERROR_NO_CONNECTION, TCP_ERROR_NO_CONNECTION, step);
  int result = tcp_call (&socket->tcb, call, step);
  stack_settle (stack, socket, step);
  return result;
}

int
tcp_stack_listen (struct tcp_stack *stack, uint16_t port, unsigned backlog, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct endpoint local = { .address = stack->addresses[0], .port = port };
  if (stack_find_listener (stack, port) != NULL)
    return refuse (REASON_CALL_ERROR_EXISTS, TCP_ERROR_EXISTS, &step);
  struct socket *socket = stack_add_socket (stack, &local);
  if (socket == NULL)
    return refuse (REASON_CALL_ERROR_NO_ROOM, TCP_ERROR_NO_MEMORY, &step);
  stack_open_passive (stack, socket, backlog > 0 ? backlog : stack->config.backlog, &step);
  return (int) socket->tcb.connection;
}

int
tcp_stack_accept (struct tcp_stack *stack, int listener)
{
  struct socket *found = stack_find_number (stack, listener);
  struct socket *child = found != NULL ? stack_take_child (found) : NULL;
  return child != NULL ? (int) child->tcb.connection : TCP_ERROR_NO_ROOM;
}

/* What the program left open of its own end. */
static struct endpoint
choose_local (struct tcp_stack *stack, const struct endpoint *wanted, const struct endpoint *remote)
{
  struct endpoint local = *wanted;
  if (local.address.family == IP_NONE)
    local.address = stack_source_for (stack, &remote->address);
  if (local.port == 0)
    local.port = stack_pick_port (stack);
  return local;
}

/* OPEN active of a new socket, with octets to send when there are any; *taken is how many. */
static int
connect_socket (struct tcp_stack *stack, const struct endpoint *wanted, const struct endpoint *remote,
                const void *octets, uint32_t length, uint32_t *taken, struct tcp_step *step)
{
  struct endpoint local = choose_local (stack, wanted, remote);
  bool known_family = remote->address.family == IP_V4 || remote->address.family == IP_V6;
  if (known_family && (!stack_owns (stack, &local.address) || local.address.family != remote->address.family))
    return refuse (REASON_CALL_ERROR_ADDRESS, TCP_ERROR_INVALID_PEER, step);
  if (local.port == 0)
    return refuse (REASON_CALL_ERROR_NO_ROOM, TCP_ERROR_NO_MEMORY, step);
  if (stack_find_connection (stack, &local, remote) != NULL)
    return refuse (REASON_CALL_ERROR_EXISTS, TCP_ERROR_EXISTS, step);
  struct socket *socket = stack_add_socket (stack, &local);
  if (socket == NULL)
    return refuse (REASON_CALL_ERROR_NO_ROOM, TCP_ERROR_NO_MEMORY, step);
  int result = stack_open_active (stack, socket, remote, octets, length, step);
  *taken = result > 0 ? (uint32_t) result : 0;
  if (result >= TCP_OK)
    return (int) socket->tcb.connection;
  stack_remove_socket (stack, socket);
  return result;
}

int
tcp_stack_connect_from (struct tcp_stack *stack, const struct endpoint *local, const struct endpoint *remote, vtime now,
                        event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  uint32_t taken;
  return connect_socket (stack, local, remote, NULL, 0, &taken, &step);
}

int
tcp_stack_connect (struct tcp_stack *stack, uint16_t local_port, const struct endpoint *remote, vtime now,
                   event_id cause)
{
  struct endpoint local = { .address = { .family = IP_NONE }, .port = local_port };
  return tcp_stack_connect_from (stack, &local, remote, now, cause);
}

int
tcp_stack_connect_send (struct tcp_stack *stack, uint16_t local_port, const struct endpoint *remote, const void *octets,
                        uint32_t *length, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct endpoint local = { .address = { .family = IP_NONE }, .port = local_port };
  return connect_socket (stack, &local, remote, octets, *length, length, &step);
}

int
tcp_stack_open (struct tcp_stack *stack, int socket, const struct endpoint *remote, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct tcp_user_call call
      = { .kind = TCP_CALL_OPEN, .remote = remote, .memory = stack_fast_open_memory (stack, remote) };
  struct socket *found = stack_find_number (stack, socket);
  if (found == NULL || found->tcb.state == TCP_CLOSED)
    return refuse (REASON_CALL_ERROR_NO_CONNECTION, TCP_ERROR_NO_CONNECTION, &step);
  if (found->tcb.state == TCP_LISTEN && remote != NULL)
    call.iss = stack_pick_iss (stack, &found->tcb.local, remote, now);
  return call_socket (stack, socket, &call, &step);
}

int
tcp_stack_send_to (struct tcp_stack *stack, int socket, const struct endpoint *remote, const void *octets,
                   uint32_t length, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct tcp_user_call call = {
    .kind = TCP_CALL_SEND,
    .remote = remote,
    .octets = octets,
    .length = length < INT_MAX ? length : INT_MAX,
    .memory = stack_fast_open_memory (stack, remote),
  };
  struct socket *found = stack_find_number (stack, socket);
  if (found != NULL && found->tcb.state == TCP_LISTEN && remote != NULL)
    call.iss = stack_pick_iss (stack, &found->tcb.local, remote, now);
  return call_socket (stack, socket, &call, &step);
}

int
tcp_stack_send (struct tcp_stack *stack, int socket, const void *octets, uint32_t length, vtime now, event_id cause)
{
  return tcp_stack_send_to (stack, socket, NULL, octets, length, now, cause);
}

int
tcp_stack_send_urgent (struct tcp_stack *stack, int socket, const void *octets, uint32_t length, vtime now,
                       event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct tcp_user_call call = {
    .kind = TCP_CALL_SEND,
    .octets = octets,
    .length = length < INT_MAX ? length : INT_MAX,
    .urgent = true,
  };
  return call_socket (stack, socket, &call, &step);
}

int
tcp_stack_receive (struct tcp_stack *stack, int socket, void *octets, uint32_t length, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct tcp_user_call call = {
    .kind = TCP_CALL_RECEIVE,
    .buffer = octets,
    .length = length < INT_MAX ? length : INT_MAX,
  };
  return call_socket (stack, socket, &call, &step);
}

int
tcp_stack_shutdown (struct tcp_stack *stack, int socket, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  return call_socket (stack, socket, &(struct tcp_user_call){ .kind = TCP_CALL_SHUTDOWN }, &step);
}

static int
end_socket (struct tcp_stack *stack, int number, enum tcp_user_call_kind kind, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct socket *socket = stack_find_number (stack, number);
  if (socket == NULL)
    return refuse (REASON_CALL_ERROR_NO_CONNECTION, TCP_ERROR_NO_CONNECTION, &step);
  return stack_end_socket (stack, socket, kind, &step);
}

int
tcp_stack_close (struct tcp_stack *stack, int socket, vtime now, event_id cause)
{
  return end_socket (stack, socket, TCP_CALL_CLOSE, now, cause);
}

int
tcp_stack_abort (struct tcp_stack *stack, int socket, vtime now, event_id cause)
{
  return end_socket (stack, socket, TCP_CALL_ABORT, now, cause);
}

int
tcp_stack_set_keepalive (struct tcp_stack *stack, int socket, bool on, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct socket *found = stack_find_number (stack, socket);
  if (found == NULL)
    return TCP_ERROR_NO_CONNECTION;
  tcp_keepalive_switch (&found->tcb, on, &step);
  stack_touch (stack, found);
  return TCP_OK;
}

int
tcp_stack_set_diffserv (struct tcp_stack *stack, int socket, uint8_t diffserv)
{
  struct socket *found = stack_find_number (stack, socket);
  if (found == NULL)
    return TCP_ERROR_NO_CONNECTION;
  found->tcb.config.diffserv = diffserv;
  return TCP_OK;
}

int
tcp_stack_set_ttl (struct tcp_stack *stack, int socket, uint8_t ttl)
{
  struct socket *found = stack_find_number (stack, socket);
  if (found == NULL)
    return TCP_ERROR_NO_CONNECTION;
  found->tcb.config.ttl = ttl > 0 ? ttl : stack->config.ttl;
  return TCP_OK;
}

int
tcp_stack_set_icmp_reports (struct tcp_stack *stack, int socket, bool on)
{
  struct socket *found = stack_find_number (stack, socket);
  if (found == NULL)
    return TCP_ERROR_NO_CONNECTION;
  found->tcb.config.icmp_reports = on;
  return TCP_OK;
}

void
tcp_stack_crash (struct tcp_stack *stack, vtime now, event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  for (size_t i = 0; i < stack->length; i++)
    if (stack->sockets[i]->tcb.state != TCP_CLOSED)
      tcb_end (&stack->sockets[i]->tcb, TCP_ERROR_RESET, REASON_STATE_CRASHED, &step);
  remove_all (stack);
  stack->outlet.paths = (struct path_mtu_cache){ 0 };
  stack->cookies_used_count = 0;
  memset (stack->fast_open, 0, sizeof stack->fast_open);
}

bool
tcp_stack_vars (const struct tcp_stack *stack, int socket, struct tcp_vars *vars)
{
  struct socket *found = stack_find_number (stack, socket);
  if (found != NULL)
    tcb_vars (&found->tcb, vars);
  return found != NULL;
}

bool
tcp_stack_endpoints (const struct tcp_stack *stack, int socket, struct endpoint *local, struct endpoint *remote)
{
  struct socket *found = stack_find_number (stack, socket);
  if (found == NULL)
    return false;
  *local = found->tcb.local;
  *remote = found->tcb.remote;
  return true;
}

enum tcp_error
tcp_stack_error (const struct tcp_stack *stack, int socket)
{
  struct socket *found = stack_find_number (stack, socket);
  return found != NULL ? found->tcb.error : TCP_ERROR_NO_CONNECTION;
}

enum tcp_error
tcp_stack_take_soft_error (struct tcp_stack *stack, int socket)
{
  struct socket *found = stack_find_number (stack, socket);
  if (found == NULL)
    return TCP_ERROR_NO_CONNECTION;
  enum tcp_error error = found->tcb.soft_error;
  found->tcb.soft_error = TCP_OK;
  return error;
}

bool
tcp_stack_at_end (const struct tcp_stack *stack, int socket)
{
  struct socket *found = stack_find_number (stack, socket);
  return found != NULL && found->tcb.fin_received;
}

uint32_t
tcp_stack_room (const struct tcp_stack *stack, int socket)
{
  struct socket *found = stack_find_number (stack, socket);
  if (found == NULL || found->tcb.state == TCP_CLOSED || found->tcb.close_called)
    return 0;
  return (uint32_t) byte_ring_space (&found->tcb.send_ring);
}

uint32_t
tcp_stack_unread (const struct tcp_stack *stack, int socket)
{
  struct socket *found = stack_find_number (stack, socket);
  return found != NULL ? (uint32_t) found->tcb.receive_ring.length : 0;
}

uint32_t
tcp_stack_urgent_left (const struct tcp_stack *stack, int socket)
{
  struct socket *found = stack_find_number (stack, socket);
  return found != NULL ? tcp_urgent_left (&found->tcb) : 0;
}

bool
tcp_stack_at_mark (const struct tcp_stack *stack, int socket)
{
  struct socket *found = stack_find_number (stack, socket);
  return found != NULL && tcp_urgent_at_mark (&found->tcb);
}

enum tcp_state
tcp_stack_state (const struct tcp_stack *stack, int socket)
{
  struct socket *found = stack_find_number (stack, socket);
  return found != NULL ? found->tcb.state : TCP_CLOSED;
}

size_t
tcp_stack_list (const struct tcp_stack *stack, int *sockets, size_t max)
{
  for (size_t i = 0; i < stack->length && i < max; i++)
    sockets[i] = (int) stack->sockets[i]->tcb.connection;
  return stack->length;
}

size_t
tcp_stack_entries (const struct tcp_stack *stack, struct tcp_stack_entry *entries, size_t max)
{
  for (size_t i = 0; i < stack->length && i < max; i++)
    {
      const struct socket *socket = stack->sockets[i];
      entries[i] = (struct tcp_stack_entry){
        .socket = (int) socket->tcb.connection,
        .state = socket->tcb.state,
        .local = socket->tcb.local,
        .remote = socket->tcb.remote,
        .released = socket->released,
      };
    }
  return stack->length;
}

void
tcp_stack_watch_states (struct tcp_stack *stack, tcp_state_changed changed, void *user)
{
  stack->outlet.state_changed = changed;
  stack->outlet.state_user = user;
}

void
tcp_stack_forget (struct tcp_stack *stack, int socket)
{
  struct socket *found = stack_find_number (stack, socket);
  if (found != NULL && found->tcb.state == TCP_CLOSED)
    stack_remove_socket (stack, found);
}
