#include "sim/private.h"

#include "base/array.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATTERN_LINE 16
#define PATTERN_DIGITS 14

/* --- the octets --- */

/* "A00000000000016\n": who wrote it and where it stands in the stream. */
static void
pattern_line (unsigned host, uint64_t offset, char line[static PATTERN_LINE])
{
  line[0] = host == HOST_A ? 'A' : 'B';
  for (unsigned digit = PATTERN_DIGITS; digit > 0; digit--, offset /= 10)
    line[digit] = (char) ('0' + offset % 10);
  line[PATTERN_LINE - 1] = '\n';
}

uint8_t
sim_pattern (unsigned host, uint64_t offset)
{
  char line[PATTERN_LINE];

  pattern_line (host, offset - offset % PATTERN_LINE, line);
  return (uint8_t) line[offset % PATTERN_LINE];
}

/* The line after this one: its offset is PATTERN_LINE more. */
static void
next_pattern_line (char line[static PATTERN_LINE])
{
  unsigned carry = PATTERN_LINE;

  for (unsigned digit = PATTERN_DIGITS; carry > 0 && digit > 0; digit--)
    {
      unsigned sum = (unsigned) (line[digit] - '0') + carry;

      line[digit] = (char) ('0' + sum % 10);
      carry = sum / 10;
    }
}

static void
fill_pattern (unsigned host, uint64_t offset, uint8_t *octets, size_t length)
{
  char line[PATTERN_LINE];
  size_t skip = offset % PATTERN_LINE;

  pattern_line (host, offset - skip, line);
  for (; skip + length > PATTERN_LINE; skip = 0)
    {
      memcpy (octets, line + skip, PATTERN_LINE - skip);
      octets += PATTERN_LINE - skip;
      length -= PATTERN_LINE - skip;
      next_pattern_line (line);
    }
  memcpy (octets, line + skip, length);
}

uint64_t
sim_octets_read (const struct sim *sim, unsigned host)
{
  assert (host < HOST_COUNT);
  return sim->hosts[host].octets_read;
}

uint64_t
sim_octets_hash (const struct sim *sim, unsigned host)
{
  assert (host < HOST_COUNT);
  return octet_hash_value (&sim->hosts[host].octets_hash);
}

/* --- connections of a program --- */

static struct app *
find (const struct sim_host *host, int socket)
{
  for (size_t i = 0; i < host->app_count; i++)
    if (host->apps[i]->socket == socket)
      return host->apps[i];
  return NULL;
}

const struct app *
app_find (const struct sim_host *host, int socket)
{
  return find (host, socket);
}

struct app *
app_of (struct sim_host *host, int socket)
{
  struct app *known = find (host, socket);

  if (known != NULL)
    return known;

  host->apps = array_reserve (host->apps, &host->app_capacity, host->app_count + 1, sizeof *host->apps);
  struct app *app = malloc (sizeof *app);
  if (app == NULL)
    abort ();
  host->apps[host->app_count++] = app;
  *app = (struct app){
    .socket = socket,
    .last_read = VTIME_NEVER,
    .close_at = VTIME_NEVER,
    .ready_cause = EVENT_NONE,
    .data_cause = EVENT_NONE,
    .end_cause = EVENT_NONE,
    .ending_cause = EVENT_NONE,
  };
  return app;
}

void
app_clear (struct sim_host *host)
{
  for (size_t i = 0; i < host->app_count; i++)
    {
      free (host->apps[i]->outputs);
      free (host->apps[i]->echo);
      free (host->apps[i]);
    }
  free (host->apps);
  free (host->listeners);
  free (host->scratch);
}

void
app_forget_all (struct sim_host *host)
{
  for (size_t i = 0; i < host->app_count; i++)
    {
      host->apps[i]->ended = true;
      host->apps[i]->output_count = 0;
    }
  host->listener_count = 0;
}

/* Takes note of what the stack tells the program; the program acts on it later in the instant. */
void
app_hears (struct sim_host *host, const struct tcp_event *event, event_id id)
{
  if (event->connection == 0)
    return;
  if (event->reason == REASON_CALL_CLOSE || event->reason == REASON_CALL_ABORT
      || (event->kind == TCP_EVENT_STATE && event->after == TCP_CLOSED))
    host->freed_by = id;
  if (event->kind == TCP_EVENT_DELIVER)
    app_of (host, (int) event->connection)->data_cause = id;
  else if (event->kind == TCP_EVENT_NOTICE && event->reason == REASON_NOTICE_END_OF_DATA)
    app_of (host, (int) event->connection)->end_cause = id;
  else if (event->kind == TCP_EVENT_NOTICE && event->reason == REASON_NOTICE_ACCEPTED)
    app_of (host, (int) event->connection)->ready_cause = id;
}

bool
app_is_listener (const struct sim_host *host, int socket)
{
  for (size_t i = 0; i < host->listener_count; i++)
    if (host->listeners[i] == socket)
      return true;
  return false;
}

void
app_add_listener (struct sim_host *host, int socket)
{
  int *grown = realloc (host->listeners, (host->listener_count + 1) * sizeof *grown);

  if (grown == NULL)
    abort ();
  host->listeners = grown;
  host->listeners[host->listener_count++] = socket;
}

static bool
is_closed (const struct sim_host *host, const struct app *app)
{
  return tcp_stack_state (sim_stack (host), app->socket) == TCP_CLOSED;
}

/* --- descriptors --- */

static uint32_t
descriptor_limit (const struct sim_host *host)
{
  return host->sim->scenario.hosts[host->index].app.descriptors;
}

/* A connection that has ended by itself has none: its program was told, and lets it go. */
static bool
holds_descriptor (const struct sim_host *host, const struct app *app)
{
  return app->open && !app->ended && !is_closed (host, app);
}

bool
app_has_descriptor (const struct sim_host *host)
{
  uint32_t used = 0;

  if (descriptor_limit (host) == 0)
    return true;
  for (size_t i = 0; i < host->listener_count; i++)
    used += tcp_stack_state (sim_stack (host), host->listeners[i]) == TCP_LISTEN;
  for (size_t i = 0; i < host->app_count; i++)
    used += holds_descriptor (host, host->apps[i]);
  return used < descriptor_limit (host);
}

bool
app_can_call (const struct sim_host *host, int socket)
{
  if (app_has_descriptor (host) || app_is_listener (host, socket))
    return true;
  const struct app *app = find (host, socket);
  return app != NULL && app->open;
}

/* Takes note of what the program learns of a connection, or of none (app = NULL), from the system and not from TCP. */
static void
note (struct sim_host *host, const struct app *app, enum tcp_reason reason, event_id cause)
{
  struct trace_event event = {
    .at = host->sim->now,
    .until = VTIME_NEVER,
    .cause = cause,
    .by = EVENT_NONE,
    .reason = (uint16_t) reason,
    .kind = TRACE_CALL,
    .host = (uint8_t) host->index,
  };

  if (app != NULL)
    {
      event.connection = (uint32_t) app->socket;
      event.before = event.after = (uint8_t) tcp_stack_state (sim_stack (host), app->socket);
    }
  trace_append (host->sim->trace, &event, NULL, NULL, 0, NULL);
}

void
app_lacks_descriptor (struct sim_host *host, event_id cause)
{
  note (host, NULL, REASON_PROGRAM_OUT_OF_DESCRIPTORS, cause);
}

/* The connection that a call means when it names none: the one made last, else the listener, else 0. */
int
app_newest_connection (const struct sim_host *host)
{
  int sockets[TCP_STACK_SOCKETS_MAX];
  size_t count = tcp_stack_list (sim_stack (host), sockets, TCP_STACK_SOCKETS_MAX);
  int newest = 0, listener = 0;

  for (size_t i = 0; i < count; i++)
    if (!app_is_listener (host, sockets[i]))
      newest = sockets[i] > newest && app_can_call (host, sockets[i]) ? sockets[i] : newest;
    else
      listener = sockets[i] > listener ? sockets[i] : listener;
  return newest != 0 ? newest : listener;
}

static uint8_t *
scratch (struct sim_host *host, size_t size)
{
  host->scratch = array_reserve (host->scratch, &host->scratch_size, size, 1);
  return host->scratch;
}

static void
wake_at (struct sim_host *host, vtime at)
{
  if (at > host->sim->now)
    event_heap_push (&host->sim->heap, at, RANK_PROGRAM, (uint8_t) host->index, host->index);
}

/* --- writing --- */

static void
add_output (struct app *app, const struct app_output *output)
{
  app->outputs = array_reserve (app->outputs, &app->output_capacity, app->output_count + 1, sizeof *app->outputs);
  app->outputs[app->output_count++] = *output;
}

static void
remove_output (struct app *app, size_t index)
{
  app->output_count--;
  memmove (&app->outputs[index], &app->outputs[index + 1], (app->output_count - index) * sizeof *app->outputs);
}

/* The output to write now: the one begun, else the first that is due; output_count when there is none. */
static size_t
next_output (const struct app *app, vtime now)
{
  size_t due = app->output_count;

  for (size_t i = app->output_count; i-- > 0;)
    {
      if (app->outputs[i].started)
        return i;
      if (app->outputs[i].due <= now)
        due = i;
    }
  return due;
}

/* Writes from an output what the buffer takes; false when nothing was taken. */
static bool
write_some (struct sim_host *host, struct app *app, struct app_output *output)
{
  struct tcp_stack *stack = sim_stack (host);
  uint32_t room = tcp_stack_room (stack, app->socket);
  uint32_t length = output->octets < room ? (uint32_t) output->octets : room;

  if (length == 0)
    return false;
  const uint8_t *octets = app->echo;
  if (!output->echo)
    {
      uint8_t *pattern = scratch (host, length);

      fill_pattern (host->index, app->pattern_offset, pattern, length);
      octets = pattern;
    }
  int taken = output->urgent
                  ? tcp_stack_send_urgent (stack, app->socket, octets, length, sim_clock (host), output->cause)
                  : tcp_stack_send (stack, app->socket, octets, length, sim_clock (host), output->cause);
  if (taken <= 0)
    return false;
  output->octets -= (uint64_t) taken;
  output->started = true;
  if (output->echo)
    {
      app->echo_length -= (size_t) taken;
      memmove (app->echo, app->echo + taken, app->echo_length);
    }
  else
    app->pattern_offset += (uint64_t) taken;
  return true;
}

static void
write_due (struct sim_host *host, struct app *app)
{
  size_t index;

  while ((index = next_output (app, host->sim->now)) < app->output_count)
    {
      if (!write_some (host, app, &app->outputs[index]))
        return;
      if (app->outputs[index].octets == 0)
        remove_output (app, index);
    }
}

/* --- reading --- */

/* Octets were read: they may complete requests, which are answered after the delay. */
static void
answer_requests (struct sim_host *host, struct app *app, const uint8_t *octets, size_t length)
{
  const struct scenario_app *program = &host->sim->scenario.hosts[host->index].app;
  bool echo = program->answer_octets == 0;
  vtime due = host->sim->now + program->answer_delay;

  if (program->request_octets == 0 || app->shut)
    return;
  if (echo)
    {
      app->echo = array_reserve (app->echo, &app->echo_capacity, app->echo_length + length, 1);
      memcpy (app->echo + app->echo_length, octets, length);
      app->echo_length += length;
    }
  app->unanswered += length;
  for (; app->unanswered >= program->request_octets; app->unanswered -= program->request_octets)
    add_output (app, &(struct app_output){
                         .octets = echo ? program->request_octets : program->answer_octets,
                         .due = due,
                         .cause = app->data_cause,
                         .echo = echo,
                     });
  wake_at (host, due);
}

/* One call; false when it gave nothing. */
static bool
take_octets (struct sim_host *host, struct app *app, uint64_t limit, event_id cause)
{
  uint32_t unread = tcp_stack_unread (sim_stack (host), app->socket);
  uint32_t length = limit > 0 && limit < unread ? (uint32_t) limit : unread;
  if (length == 0)
    return false;
  uint8_t *octets = scratch (host, length);
  int taken = tcp_stack_receive (sim_stack (host), app->socket, octets, length, sim_clock (host), cause);
  if (taken <= 0)
    return false;
  octet_hash_add (&host->octets_hash, octets, (size_t) taken);
  host->octets_read += (uint64_t) taken;
  answer_requests (host, app, octets, (size_t) taken);
  return true;
}

/* A call stops at the mark of urgent data, and the next goes on. */
static void
take_all (struct sim_host *host, struct app *app)
{
  while (take_octets (host, app, 0, app->data_cause))
    ;
}

static void
read_due (struct sim_host *host, struct app *app)
{
  const struct scenario_app *program = &host->sim->scenario.hosts[host->index].app;
  vtime now = host->sim->now;

  if (!host->reading || tcp_stack_unread (sim_stack (host), app->socket) == 0)
    return;
  if (program->read_interval == 0)
    {
      take_all (host, app);
      return;
    }
  if (app->last_read != VTIME_NEVER && now - app->last_read < program->read_interval)
    return;
  take_octets (host, app, program->read_octets, app->data_cause);
  app->last_read = now;
  wake_at (host, now + program->read_interval);
}

/* --- ending --- */

static void
end_now (struct sim_host *host, struct app *app, enum sim_command_kind how, event_id cause)
{
  struct tcp_stack *stack = sim_stack (host);
  vtime now = sim_clock (host);

  app->ending = 0;
  if (how == COMMAND_ABORT)
    tcp_stack_abort (stack, app->socket, now, cause);
  else if (how == COMMAND_CLOSE)
    tcp_stack_close (stack, app->socket, now, cause);
  else
    tcp_stack_shutdown (stack, app->socket, now, cause);
  app->shut |= how == COMMAND_SHUTDOWN;
  app->ended |= how != COMMAND_SHUTDOWN;
}

/* A call to end waits until everything due is written: a program writes first and closes then. */
static void
end_when_written (struct sim_host *host, struct app *app)
{
  if (app->ending != 0 && app->output_count == 0)
    end_now (host, app, (enum sim_command_kind) app->ending, app->ending_cause);
}

/* The program sees the end of the peer's data, and may close in turn. */
static void
close_at_end (struct sim_host *host, struct app *app)
{
  const struct scenario_app *program = &host->sim->scenario.hosts[host->index].app;
  struct tcp_vars vars;

  if (!program->closes_at_end || !host->reading || app->ending != 0
      || tcp_stack_state (sim_stack (host), app->socket) != TCP_CLOSE_WAIT
      || !tcp_stack_vars (sim_stack (host), app->socket, &vars) || vars.state != TCP_CLOSE_WAIT || vars.fin_pending
      || vars.unread > 0 || !tcp_stack_at_end (sim_stack (host), app->socket))
    return;
  if (app->close_at == VTIME_NEVER)
    {
      app->close_at = host->sim->now + program->close_delay;
      wake_at (host, app->close_at);
    }
  if (app->close_at <= host->sim->now && app->output_count == 0)
    end_now (host, app, COMMAND_CLOSE, app->end_cause);
}

/* --- the program runs --- */

static void
take_connection (struct sim_host *host, struct app *app)
{
  app->open = true;
  if (app->waits)
    note (host, app, REASON_PROGRAM_ACCEPTS_LATE, host->freed_by);
  app->waits = false;
}

/* What accept cannot give waits in the queue, where TCP goes on with it. The program is told so once for each. */
static void
accept_all (struct sim_host *host)
{
  int socket;

  for (size_t i = 0; i < host->listener_count; i++)
    while (app_has_descriptor (host) && (socket = tcp_stack_accept (sim_stack (host), host->listeners[i])) > 0)
      take_connection (host, app_of (host, socket));
  for (size_t i = 0; i < host->app_count; i++)
    {
      struct app *app = host->apps[i];

      if (app->open || app->waits || app->ended || app->ready_cause == EVENT_NONE || is_closed (host, app))
        continue;
      app->waits = true;
      note (host, app, REASON_PROGRAM_OUT_OF_DESCRIPTORS, app->ready_cause);
    }
}

void
app_run (struct sim_host *host)
{
  accept_all (host);
  for (size_t i = 0; i < host->app_count; i++)
    {
      struct app *app = host->apps[i];

      if (app->ended || !(app->open || app_has_descriptor (host)))
        continue;
      read_due (host, app); /* what came before a good end can be read after it */
      if (is_closed (host, app))
        continue;
      write_due (host, app);
      end_when_written (host, app);
      close_at_end (host, app);
    }
}

/* --- calls by command --- */

/* Opens a connection, from the host's port when port is 0, and writes by the same call what the buffer takes; the rest
 * follows. */
void
app_connect (struct sim_host *host, uint16_t port, uint64_t octets, event_id cause)
{
  const struct sim *sim = host->sim;
  const struct scenario_host *own = &sim->scenario.hosts[host->index], *peer = &sim->scenario.hosts[1 - host->index];
  struct endpoint remote = { .address = peer->address, .port = peer->port };
  uint32_t length = octets < own->config.send_buffer ? (uint32_t) octets : own->config.send_buffer;
  uint8_t *text = scratch (host, length);

  if (!app_has_descriptor (host))
    {
      app_lacks_descriptor (host, cause);
      return;
    }
  if (length > 0)
    fill_pattern (host->index, 0, text, length);
  int socket = tcp_stack_connect_send (sim_stack (host), port != 0 ? port : own->port, &remote, text, &length,
                                       sim_clock (host), cause);
  if (socket <= 0)
    return;
  struct app *app = app_of (host, socket);
  app->open = true;
  app->pattern_offset = length;
  if (octets > length)
    add_output (app, &(struct app_output){ .octets = octets - length, .due = sim->now, .cause = cause });
}

void
app_send (struct sim_host *host, int socket, uint64_t octets, bool urgent, event_id cause)
{
  struct app *app = app_of (host, socket);

  add_output (app, &(struct app_output){ .octets = octets, .due = host->sim->now, .cause = cause, .urgent = urgent });
  write_due (host, app);
}

void
app_receive (struct sim_host *host, int socket, uint64_t octets, event_id cause)
{
  take_octets (host, app_of (host, socket), octets, cause);
}

/* Answers whose time has not come are given up: who asks to end means now. */
static void
drop_later_outputs (struct app *app, vtime now)
{
  for (size_t i = app->output_count; i-- > 0;)
    if (!app->outputs[i].started && app->outputs[i].due > now)
      remove_output (app, i);
}

void
app_end (struct sim_host *host, int socket, enum sim_command_kind how, event_id cause)
{
  struct app *app = app_of (host, socket);

  drop_later_outputs (app, host->sim->now);
  if (how != COMMAND_ABORT && app->output_count > 0)
    {
      app->ending = (uint8_t) how;
      app->ending_cause = cause;
    }
  else
    end_now (host, app, how, cause);
}
