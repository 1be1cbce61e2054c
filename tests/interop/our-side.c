#include "our-side.h"

#include "peer.h"

#include <string.h>

/* Room for each connection: windows of the size that a long way needs. */
#define BUFFER_MIN 262144
#define BUFFER_MAX 4194304

#define RTO_MAX SEC (4)

/* What is read at once. */
#define READ_SIZE 65536

/* Who only waits for the other side does not learn that its ACK of the handshake was lost. lwIP asks for it three
 * times, and then forgets the connection without a word. */
static void
ask_after_silence (struct tcp_config *config)
{
  config->keepalive = true;
  config->keepalive_idle = SEC (2);
  config->keepalive_interval = SEC (2);
  config->keepalive_count = 100;
}

static struct tcp_config
our_config (const struct row *row)
{
  struct tcp_config config = tcp_config_linux ();
  uint64_t buffer = CLAMP (row->octets / row->connections, BUFFER_MIN, BUFFER_MAX);

  config.send_buffer = (uint32_t) buffer;
  config.receive_buffer = (uint32_t) buffer;
  config.backlog = (uint16_t) row->connections;
  config.window_scale = row->ours.window_scale;
  config.sack = row->ours.sack;
  config.timestamps = row->ours.timestamps;
  config.ecn = row->ours.ecn;
  /* Where so much is lost, doubling goes on until nobody waits for a row any more. */
  config.rto_max = RTO_MAX;
  config.mss = row->v6 ? 1440 : 1460;
  if (row->act == ACT_WE_DO_NOT_READ)
    config.receive_buffer = 65535;
  if (row->act == ACT_PEER_CLOSES_FIRST)
    ask_after_silence (&config);
  return config;
}

static void
note_closed_window (struct our_side *side, const struct tcp_event *event)
{
  for (unsigned i = 0; i < side->count; i++)
    if (side->connections[i].socket == (int) event->connection)
      side->connections[i].closed_window = true;
}

static event_id
take_note (void *user, const struct tcp_event *event)
{
  struct our_side *side = user;

  if (event->kind == TCP_EVENT_SEND && event->segment->wnd == 0 && (event->segment->flags & TCP_RST) == 0)
    note_closed_window (side, event);

  side->happened[event->reason]++;
  return side->events++;
}

static void
add_connection (struct our_side *side, int socket, unsigned index)
{
  struct our_connection *connection = &side->connections[side->count++];

  connection->socket = socket;
  program_init (&connection->program, &side->plan, SIDE_OURS, index);
}

static void
take_frame (void *user, const uint8_t *frame, size_t length, event_id sent)
{
  struct our_side *side = user;

  side->frame_out (side->user, frame, length);
}

void
our_side_open (struct our_side *side, const struct row *row, const struct program_plan *plan, our_frame_out frame_out,
               void *user)
{
  const struct mac_address mac = { { 2, 0, 0, 0, 0, 0x0a } };
  const struct host_sink sink = { .user = side, .report = take_note, .frame_out = take_frame };
  struct tcp_config config = our_config (row);
  struct endpoint remote = { .port = PORT_LISTEN };
  struct ip_address address;

  *side = (struct our_side){
    .frame_out = frame_out, .user = user, .plan = *plan, .planned = row->connections, .listens = !row->peer_listens
  };
  side->connections = g_new0 (struct our_connection, row->connections);
  ip_address_parse (row->v6 ? OUR_ADDRESS_V6 : OUR_ADDRESS, &address);
  ip_address_parse (row->v6 ? PEER_ADDRESS_V6 : PEER_ADDRESS, &remote.address);
  side->host = host_new (&mac, &address, &config, &sink);
  side->stack = host_stack (side->host);
  if (side->listens && row->act != ACT_NOBODY_LISTENS)
    side->listener = tcp_stack_listen (side->stack, PORT_LISTEN, 0, 0, EVENT_NONE);
  for (unsigned i = 0; !side->listens && i < row->connections; i++)
    add_connection (side, tcp_stack_connect (side->stack, (uint16_t) (PORT_CONNECT + i), &remote, 0, EVENT_NONE), i);
}

void
our_side_close (struct our_side *side)
{
  host_free (side->host);
  g_free (side->connections);
}

/* --- what the programs do --- */

static void
accept_connections (struct our_side *side)
{
  struct endpoint local, remote;
  int socket;

  while (side->listener > 0 && side->count < side->planned
         && (socket = tcp_stack_accept (side->stack, side->listener)) > 0)
    if (tcp_stack_endpoints (side->stack, socket, &local, &remote))
      add_connection (side, socket, remote.port - PORT_CONNECT);
}

static void
write_some (struct our_side *side, struct our_connection *connection, vtime now)
{
  uint8_t octets[PROGRAM_PIECE];
  size_t length;

  while (tcp_stack_room (side->stack, connection->socket) > 0
         && (length = program_text (&connection->program, octets)) > 0)
    {
      int taken = tcp_stack_send (side->stack, connection->socket, octets, (uint32_t) length, now, EVENT_NONE);
      if (taken <= 0)
        return;
      program_sent (&connection->program, (size_t) taken);
    }
}

static void
read_some (struct our_side *side, struct our_connection *connection, vtime now)
{
  static uint8_t octets[READ_SIZE];
  int length;

  while (
      program_reads (&connection->program)
      && (tcp_stack_unread (side->stack, connection->socket) > 0 || tcp_stack_at_end (side->stack, connection->socket)))
    {
      length = tcp_stack_receive (side->stack, connection->socket, octets, sizeof octets, now, EVENT_NONE);
      if (length > 0)
        program_took (&connection->program, octets, (size_t) length);
      else if (length == 0)
        connection->program.ended = true;
      else
        return;
    }
}

static void
fulfil_wish (struct our_side *side, struct our_connection *connection, vtime now)
{
  struct program *program = &connection->program;

  switch (program_wish (program))
    {
    case WISH_SHUTDOWN:
      program->shut = tcp_stack_shutdown (side->stack, connection->socket, now, EVENT_NONE) == TCP_OK;
      break;
    case WISH_ABORT:
      program->aborted = tcp_stack_abort (side->stack, connection->socket, now, EVENT_NONE) == TCP_OK;
      break;
    case WISH_NOTHING:
      break;
    }
}

static void
act_on_connection (struct our_side *side, struct our_connection *connection, vtime now)
{
  enum tcp_state state = tcp_stack_state (side->stack, connection->socket);

  if (program_is_over (&connection->program))
    return;
  connection->error = tcp_stack_error (side->stack, connection->socket);
  if (state >= TCP_ESTABLISHED || state == TCP_CLOSED)
    read_some (side, connection, now);
  if (connection->error != TCP_OK)
    {
      connection->program.was_reset = true;
      return;
    }
  if (state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT)
    {
      write_some (side, connection, now);
      fulfil_wish (side, connection, now);
    }
}

static void
look_in_the_middle (struct our_side *side)
{
  const struct program *program = &side->connections[0].program;

  if (side->middle_seen || side->count == 0
      || 2 * (program->sent + program->read) < program->plan.sends + program->plan.reads)
    return;
  side->middle_seen = tcp_stack_vars (side->stack, side->connections[0].socket, &side->middle);
}

void
our_side_act (struct our_side *side, vtime now)
{
  tcp_stack_timeout (side->stack, now);
  accept_connections (side);
  for (unsigned i = 0; i < side->count; i++)
    act_on_connection (side, &side->connections[i], now);
  look_in_the_middle (side);
  tcp_stack_flush (side->stack, now);
}

void
our_side_tell (struct our_side *side)
{
  for (unsigned i = 0; i < side->count; i++)
    side->connections[i].program.told = true;
}

/* --- looking --- */

bool
our_side_is_over (const struct our_side *side)
{
  for (unsigned i = 0; i < side->count; i++)
    {
      enum tcp_state state = tcp_stack_state (side->stack, side->connections[i].socket);
      if (!program_is_over (&side->connections[i].program) || (state != TCP_TIME_WAIT && state != TCP_CLOSED))
        return false;
    }
  return side->count == side->planned || side->listener == 0;
}

static bool
is_good (const struct our_side *side, const struct our_connection *connection)
{
  bool orderly = !connection->program.was_reset && !connection->program.aborted;

  return program_is_good (&connection->program)
         && !(orderly && tcp_stack_error (side->stack, connection->socket) != TCP_OK);
}

unsigned
our_side_good (const struct our_side *side, const struct our_connection **bad)
{
  unsigned good = 0;

  *bad = NULL;
  for (unsigned i = 0; i < side->count; i++)
    if (is_good (side, &side->connections[i]))
      good++;
    else if (*bad == NULL)
      *bad = &side->connections[i];
  return good;
}

unsigned
our_side_refused (const struct our_side *side)
{
  unsigned refused = 0;

  for (unsigned i = 0; i < side->count; i++)
    refused += side->connections[i].error == TCP_ERROR_REFUSED;
  return refused;
}

bool
our_side_has_closed_windows (const struct our_side *side)
{
  for (unsigned i = 0; i < side->count; i++)
    if (!side->connections[i].closed_window)
      return false;
  return side->count == side->planned;
}

guint64
our_side_retransmissions (const struct our_side *side)
{
  guint64 count = 0;

  for (unsigned i = 0; i < side->count; i++)
    {
      struct tcp_vars vars;
      if (tcp_stack_vars (side->stack, side->connections[i].socket, &vars))
        count += vars.retransmissions;
    }
  return count;
}

bool
our_side_has_exchanged (const struct our_side *side)
{
  for (unsigned i = 0; i < side->count; i++)
    {
      const struct program *program = &side->connections[i].program;
      struct tcp_vars vars;
      if (program->sent < program->plan.sends || program->read < program->plan.reads
          || !tcp_stack_vars (side->stack, side->connections[i].socket, &vars) || vars.flight_size > 0
          || vars.unsent > 0)
        return false;
    }
  return side->count == side->planned;
}
