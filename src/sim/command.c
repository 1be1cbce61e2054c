#include "sim/private.h"

#include <assert.h>

/* --- refusals --- */

static enum tcp_reason
listen_refusal (const struct sim_host *host)
{
  struct tcp_vars vars;

  for (size_t i = 0; i < host->listener_count; i++)
    if (tcp_stack_vars (sim_stack (host), host->listeners[i], &vars) && vars.state == TCP_LISTEN)
      return REASON_CALL_ERROR_EXISTS;
  return app_has_descriptor (host) ? REASON_COUNT : REASON_PROGRAM_OUT_OF_DESCRIPTORS;
}

/* A connection between the same two ends must have ended before another can begin. */
static enum tcp_reason
connect_refusal (const struct sim *sim, unsigned index)
{
  const struct sim_host *host = &sim->hosts[index];
  const struct scenario_host *peer = &sim->scenario.hosts[1 - index];
  struct endpoint local, remote, wanted = { .address = peer->address, .port = peer->port };
  int sockets[TCP_STACK_SOCKETS_MAX];
  size_t count = tcp_stack_list (sim_stack (host), sockets, TCP_STACK_SOCKETS_MAX);
  struct tcp_vars vars;

  for (size_t i = 0; i < count; i++)
    if (tcp_stack_vars (sim_stack (host), sockets[i], &vars) && vars.state != TCP_CLOSED
        && tcp_stack_endpoints (sim_stack (host), sockets[i], &local, &remote) && endpoint_equal (&remote, &wanted)
        && local.port == sim->scenario.hosts[index].port)
      return REASON_CALL_ERROR_EXISTS;
  return app_has_descriptor (host) ? REASON_COUNT : REASON_PROGRAM_OUT_OF_DESCRIPTORS;
}

static bool
has_sent_its_end (const struct tcp_vars *vars)
{
  return vars->fin_pending || vars->fin_sent || vars->state == TCP_FIN_WAIT_1 || vars->state == TCP_FIN_WAIT_2
         || vars->state == TCP_CLOSING || vars->state == TCP_LAST_ACK || vars->state == TCP_TIME_WAIT;
}

static enum tcp_reason
receive_refusal (const struct tcp_vars *vars)
{
  if (vars->unread > 0)
    return REASON_COUNT;
  return vars->fin_received ? REASON_CALL_ERROR_CLOSING : REASON_CALL_ERROR_NO_ROOM;
}

/* What the program has asked of a connection already, on its way to TCP or done. */
static enum tcp_reason
program_refusal (const struct app *app, enum sim_command_kind call)
{
  if (app == NULL || call == COMMAND_ABORT)
    return REASON_COUNT;
  if (app->ended || app->ending == COMMAND_CLOSE
      || (app->ending == COMMAND_SHUTDOWN && call != COMMAND_CLOSE && call != COMMAND_RECEIVE))
    return REASON_CALL_ERROR_CLOSING;
  return REASON_COUNT;
}

/* The socket that a call on a connection means, 0 when the program has none. */
static int
meant_socket (const struct sim_host *host, int connection)
{
  int socket = connection != 0 ? connection : app_newest_connection (host);

  return app_can_call (host, socket) ? socket : 0;
}

static enum tcp_reason
connection_refusal (const struct sim_host *host, int socket, enum sim_command_kind call)
{
  struct tcp_vars vars;

  if (socket == 0 || !tcp_stack_vars (sim_stack (host), socket, &vars)
      || (vars.state == TCP_CLOSED && !(call == COMMAND_RECEIVE && vars.unread > 0)))
    return REASON_CALL_ERROR_NO_CONNECTION;
  if (vars.state == TCP_LISTEN)
    {
      if (call == COMMAND_SEND)
        return REASON_CALL_ERROR_REMOTE_UNSPECIFIED;
      return call == COMMAND_CLOSE || call == COMMAND_ABORT ? REASON_COUNT : REASON_CALL_ERROR_NO_CONNECTION;
    }
  enum tcp_reason refusal = program_refusal (app_find (host, socket), call);
  if (refusal != REASON_COUNT)
    return refusal;
  switch (call)
    {
    case COMMAND_SEND:
    case COMMAND_SHUTDOWN:
      return has_sent_its_end (&vars) ? REASON_CALL_ERROR_CLOSING : REASON_COUNT;
    case COMMAND_RECEIVE:
      return receive_refusal (&vars);
    case COMMAND_CLOSE: /* after a shutdown it ends reading too */
      return vars.state == TCP_CLOSING || vars.state == TCP_LAST_ACK || vars.state == TCP_TIME_WAIT
                 ? REASON_CALL_ERROR_CLOSING
                 : REASON_COUNT;
    default:
      return REASON_COUNT;
    }
}

static enum tcp_reason
call_refusal (const struct sim *sim, unsigned index, int connection, enum sim_command_kind call)
{
  const struct sim_host *host = &sim->hosts[index];

  assert (index < HOST_COUNT && sim_command_is_call (call));
  if (host->off)
    return REASON_CALL_ERROR_NO_CONNECTION;
  if (call == COMMAND_READING)
    return REASON_COUNT;
  if (call == COMMAND_LISTEN)
    return listen_refusal (host);
  if (call == COMMAND_CONNECT)
    return connect_refusal (sim, index);
  return connection_refusal (host, meant_socket (host, connection), call);
}

enum tcp_reason
sim_call_refusal (const struct sim *sim, unsigned host, enum sim_command_kind call)
{
  return call_refusal (sim, host, 0, call);
}

static enum sim_refusal
copy_refusal (const struct sim *sim, const struct sim_command *command)
{
  size_t slot;
  const struct copy *copy = command->kind == COMMAND_RELEASE && command->copy == EVENT_NONE
                                ? link_longest_held (sim, &slot)
                                : link_find (sim, command->copy, &slot);

  if (copy == NULL)
    return SIM_REFUSED_NO_COPY;
  bool held = copy->state == COPY_HELD;
  if (command->kind == COMMAND_RELEASE)
    return held ? SIM_ACCEPTED : SIM_REFUSED_NO_COPY;
  if (command->kind == COMMAND_DROP || command->kind == COMMAND_CORRUPT)
    return SIM_ACCEPTED;
  return held ? SIM_REFUSED_NO_COPY : SIM_ACCEPTED;
}

/* Only what is on goes down, and only what is off starts. */
static enum sim_refusal
power_refusal (const struct sim *sim, const struct sim_command *command)
{
  bool starts = command->kind == COMMAND_POWER && command->amount != 0;

  return command->host < HOST_COUNT && sim->hosts[command->host].off == starts ? SIM_ACCEPTED : SIM_REFUSED_STATE;
}

/* Whether a command can be done at this instant. */
enum sim_refusal
command_refusal (const struct sim *sim, const struct sim_command *command)
{
  enum sim_command_kind kind = (enum sim_command_kind) command->kind;

  if (sim_command_is_about_copy (kind))
    return copy_refusal (sim, command);
  if (kind == COMMAND_CRASH || kind == COMMAND_POWER)
    return power_refusal (sim, command);
  if (kind == COMMAND_SWITCH)
    return command->host < HOST_COUNT && command->which < TCP_SWITCH_COUNT ? SIM_ACCEPTED : SIM_REFUSED_STATE;
  if (kind == COMMAND_INJECT)
    return inject_fits (sim, command) ? SIM_ACCEPTED : SIM_REFUSED_STATE;
  if (!sim_command_is_call (kind))
    return SIM_ACCEPTED;
  if (command->host >= HOST_COUNT || (kind == COMMAND_SEND && command->amount == 0)
      || call_refusal (sim, command->host, (int) command->connection, kind) != REASON_COUNT)
    return SIM_REFUSED_STATE;
  return SIM_ACCEPTED;
}

/* --- doing --- */

static void
open_passive (struct sim *sim, struct sim_host *host, event_id cause)
{
  if (!app_has_descriptor (host))
    {
      app_lacks_descriptor (host, cause);
      return;
    }
  int socket = tcp_stack_listen (sim_stack (host), sim->scenario.hosts[host->index].port, 0, sim_clock (host), cause);

  if (socket > 0)
    app_add_listener (host, socket);
}

/* Straight to TCP: a call on a listener, and one that cannot be done, which TCP reports. Nothing is kept for it. */
static void
call_directly (struct sim_host *host, int socket, enum sim_command_kind kind, event_id cause)
{
  static const uint8_t octet = 0;
  struct tcp_stack *stack = sim_stack (host);
  vtime now = sim_clock (host);

  if (kind == COMMAND_SEND)
    tcp_stack_send (stack, socket, &octet, 1, now, cause);
  else if (kind == COMMAND_RECEIVE)
    tcp_stack_receive (stack, socket, NULL, 1, now, cause);
  else if (kind == COMMAND_SHUTDOWN)
    tcp_stack_shutdown (stack, socket, now, cause);
  else if (kind == COMMAND_CLOSE)
    tcp_stack_close (stack, socket, now, cause);
  else
    tcp_stack_abort (stack, socket, now, cause);
}

static void
call_on_connection (struct sim_host *host, const struct sim_command *command, event_id cause)
{
  enum sim_command_kind kind = (enum sim_command_kind) command->kind;
  int socket = meant_socket (host, (int) command->connection);

  if (connection_refusal (host, socket, kind) != REASON_COUNT || app_is_listener (host, socket))
    call_directly (host, socket, kind, cause);
  else if (kind == COMMAND_SEND)
    app_send (host, socket, command->amount, command->urgent, cause);
  else if (kind == COMMAND_RECEIVE)
    app_receive (host, socket, command->amount, cause);
  else
    app_end (host, socket, kind, cause);
}

static void
call (struct sim *sim, const struct sim_command *command, event_id cause)
{
  struct sim_host *host = &sim->hosts[command->host];

  if (host->off)
    return;
  switch (command->kind)
    {
    case COMMAND_LISTEN:
      open_passive (sim, host, cause);
      break;
    case COMMAND_CONNECT:
      app_connect (host, command->segment.source.port, command->amount, cause);
      break;
    case COMMAND_READING:
      host->reading = command->amount != 0;
      break;
    default:
      if (command->kind != COMMAND_SEND || command->amount > 0)
        call_on_connection (host, command, cause);
      break;
    }
  host->touched = true;
}

static void
fault_by_hand (struct sim *sim, const struct sim_command *command, event_id by)
{
  size_t slot = 0;

  if (copy_refusal (sim, command) != SIM_ACCEPTED)
    return;
  if (command->kind == COMMAND_RELEASE && command->copy == EVENT_NONE)
    link_longest_held (sim, &slot);
  else
    link_find (sim, command->copy, &slot);
  switch (command->kind)
    {
    case COMMAND_DROP:
      link_lose (sim, slot, REASON_LINK_DROPPED, by);
      break;
    case COMMAND_DELAY:
      link_delay (sim, slot, command->duration, by);
      break;
    case COMMAND_DUPLICATE:
      link_duplicate (sim, slot, by);
      break;
    case COMMAND_CORRUPT:
      link_corrupt (sim, slot, command->amount, by);
      break;
    case COMMAND_HOLD:
      link_hold (sim, slot, by);
      break;
    default:
      link_release (sim, slot, by);
      break;
    }
}

static void
change_link (struct link_direction *direction, const struct sim_command *command, event_id by)
{
  switch (command->kind)
    {
    case COMMAND_LINK_LOSS:
      direction->burst = 0;
      direction->setup.loss = command->amount < 1000000 ? (uint32_t) command->amount : 1000000;
      break;
    case COMMAND_LINK_DELAY:
      direction->setup.delay = command->duration;
      break;
    case COMMAND_LINK_JITTER:
      direction->setup.jitter = command->duration;
      break;
    default:
      direction->cut = command->amount != 0;
      direction->cut_by = direction->cut ? by : EVENT_NONE;
      break;
    }
}

static void
crash (struct sim *sim, const struct sim_command *command, event_id cause)
{
  struct sim_host *host = &sim->hosts[command->host];

  app_forget_all (host);
  tcp_stack_crash (sim_stack (host), sim_clock (host), cause);
}

static void
change_power (struct sim *sim, const struct sim_command *command, event_id cause)
{
  if (power_refusal (sim, command) != SIM_ACCEPTED)
    return;
  sim->hosts[command->host].off = command->kind == COMMAND_POWER && command->amount == 0;
  if (command->kind == COMMAND_CRASH || command->amount == 0)
    crash (sim, command, cause);
}

static void
throw_switch (struct sim *sim, const struct sim_command *command, event_id cause)
{
  if (command_refusal (sim, command) != SIM_ACCEPTED)
    return;
  struct sim_host *host = &sim->hosts[command->host];
  tcp_stack_switch (sim_stack (host), (enum tcp_switch) command->which, command->amount != 0, sim_clock (host), cause);
  host->touched = true;
}

void
command_execute (struct sim *sim, size_t index)
{
  const struct sim_command *command = &sim->commands[index];
  struct trace_event event = {
    .at = sim->now,
    .until = VTIME_NEVER,
    .cause = EVENT_NONE,
    .by = EVENT_NONE,
    .command = (uint32_t) index,
    .reason = REASON_COMMAND,
    .kind = TRACE_COMMAND,
    .host = command->host < HOST_COUNT ? command->host : HOST_NONE,
  };
  event_id id = trace_append (sim->trace, &event, NULL, NULL, 0, NULL);

  if (sim_command_is_call (command->kind))
    call (sim, command, id);
  else if (sim_command_is_about_copy (command->kind))
    fault_by_hand (sim, command, id);
  else if (command->kind == COMMAND_CRASH || command->kind == COMMAND_POWER)
    change_power (sim, command, id);
  else if (command->kind == COMMAND_SWITCH)
    throw_switch (sim, command, id);
  else if (command->kind == COMMAND_INJECT)
    inject_segment (sim, command, id);
  else
    for (unsigned from = 0; from < HOST_COUNT; from++)
      if (command->host >= HOST_COUNT || command->host == from)
        change_link (&sim->links[from], command, id);
}
