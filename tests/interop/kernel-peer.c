#define _GNU_SOURCE

#include "kernel-peer.h"

#include "counters.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection
{
  int descriptor; /* -1 when there is none any more */
  bool open;      /* the handshake is done */
  struct program program;
};

struct kernel_peer
{
  struct peer_plan plan;
  int control;
  int listener;
  struct connection connections[CONNECTIONS_MAX];
  unsigned count; /* that exist */
  struct peer_report report;
};

union socket_address
{
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
};

/* --- addresses --- */

static socklen_t
fill_address (const struct kernel_peer *peer, bool ours, uint16_t port, union socket_address *address)
{
  memset (address, 0, sizeof *address);
  if (peer->plan.v6)
    {
      address->v6.sin6_family = AF_INET6;
      address->v6.sin6_port = htons (port);
      inet_pton (AF_INET6, ours ? OUR_ADDRESS_V6 : PEER_ADDRESS_V6, &address->v6.sin6_addr);
      return sizeof address->v6;
    }
  address->v4.sin_family = AF_INET;
  address->v4.sin_port = htons (port);
  inet_pton (AF_INET, ours ? OUR_ADDRESS : PEER_ADDRESS, &address->v4.sin_addr);
  return sizeof address->v4;
}

static uint16_t
port_of (const union socket_address *address)
{
  return ntohs (address->any.sa_family == AF_INET6 ? address->v6.sin6_port : address->v4.sin_port);
}

/* A socket bound to a port of ours; -1 with the errno noted. */
static int
bound_socket (struct kernel_peer *peer, uint16_t port)
{
  union socket_address address;
  socklen_t length = fill_address (peer, false, port, &address);
  int one = 1;
  int buffer = (int) peer->plan.receive_buffer;
  int descriptor = socket (address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  setsockopt (descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (buffer > 0)
    setsockopt (descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  if (descriptor >= 0 && bind (descriptor, &address.any, length) == 0)
    return descriptor;
  peer->report.error = errno;
  return -1;
}

/* --- opening --- */

/* ss is asked once, of a connection that has just been opened: all is negotiated, and nothing can end before the
 * program has acted. */
static void
ask_ss (struct kernel_peer *peer)
{
  if (peer->report.ss[0] == '\0')
    counters_ss (peer->plan.listens ? PORT_LISTEN : PORT_CONNECT, peer->report.ss, sizeof peer->report.ss);
}

static void
add_connection (struct kernel_peer *peer, int descriptor, unsigned index, bool open)
{
  struct connection *connection = &peer->connections[peer->count++];

  connection->descriptor = descriptor;
  connection->open = open;
  program_init (&connection->program, &peer->plan.program, SIDE_PEER, index);
}

static void
start_connecting (struct kernel_peer *peer)
{
  union socket_address address;
  socklen_t length = fill_address (peer, true, PORT_LISTEN, &address);

  for (unsigned i = 0; i < peer->plan.connections; i++)
    {
      int descriptor = bound_socket (peer, (uint16_t) (PORT_CONNECT + i));
      if (descriptor < 0)
        return;
      if (connect (descriptor, &address.any, length) != 0 && errno != EINPROGRESS)
        peer->report.error = errno;
      add_connection (peer, descriptor, i, false);
    }
}

static void
start_listening (struct kernel_peer *peer)
{
  peer->listener = bound_socket (peer, PORT_LISTEN);
  if (peer->listener >= 0 && listen (peer->listener, (int) peer->plan.connections) != 0)
    peer->report.error = errno;
}

static void
take_new_connections (struct kernel_peer *peer)
{
  union socket_address address;
  socklen_t length = sizeof address;
  int descriptor;

  while (peer->count < peer->plan.connections
         && (descriptor = accept4 (peer->listener, &address.any, &length, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0)
    {
      add_connection (peer, descriptor, (unsigned) port_of (&address) - PORT_CONNECT, true);
      ask_ss (peer);
    }
}

/* --- the life of a connection --- */

static void
drop_connection (struct connection *connection)
{
  close (connection->descriptor);
  connection->descriptor = -1;
}

static void
fail_connection (struct kernel_peer *peer, struct connection *connection, int error)
{
  bool reset = error == ECONNRESET || error == EPIPE;

  if (error == ECONNREFUSED)
    peer->report.refused++;
  else if (!reset)
    peer->report.error = error;
  connection->program.was_reset = true;
  drop_connection (connection);
}

static void
read_some (struct kernel_peer *peer, struct connection *connection)
{
  uint8_t octets[65536];
  ssize_t length = recv (connection->descriptor, octets, sizeof octets, 0);

  if (length > 0)
    {
      program_took (&connection->program, octets, (size_t) length);
      peer->report.read += (uint64_t) length;
    }
  else if (length == 0)
    connection->program.ended = true;
  else if (errno != EAGAIN)
    fail_connection (peer, connection, errno);
}

static void
write_some (struct kernel_peer *peer, struct connection *connection)
{
  uint8_t octets[PROGRAM_PIECE];
  size_t length;

  while ((length = program_text (&connection->program, octets)) > 0)
    {
      ssize_t taken = send (connection->descriptor, octets, length, MSG_NOSIGNAL);
      if (taken < 0 && errno != EAGAIN)
        fail_connection (peer, connection, errno);
      if (taken <= 0)
        return;
      program_sent (&connection->program, (size_t) taken);
    }
}

static void
fulfil_wish (struct connection *connection)
{
  const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  switch (program_wish (&connection->program))
    {
    case WISH_SHUTDOWN:
      shutdown (connection->descriptor, SHUT_WR);
      connection->program.shut = true;
      break;
    case WISH_ABORT:
      setsockopt (connection->descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      connection->program.aborted = true;
      break;
    case WISH_NOTHING:
      break;
    }
  if (connection->program.aborted)
    drop_connection (connection);
}

/* Everything sent has arrived too: the kernel soon gives up what a closed socket leaves behind. */
static bool
has_ended (const struct connection *connection)
{
  int outstanding = 0;

  return program_is_over (&connection->program) && ioctl (connection->descriptor, SIOCOUTQ, &outstanding) == 0
         && outstanding == 0;
}

static void
take_events (struct kernel_peer *peer, struct connection *connection, short events)
{
  int error = 0;
  socklen_t length = sizeof error;

  if (!connection->open && (events & (POLLOUT | POLLERR | POLLHUP)) != 0)
    {
      getsockopt (connection->descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
      if (error != 0)
        {
          fail_connection (peer, connection, error);
          return;
        }
      connection->open = true;
      if (connection == &peer->connections[0])
        ask_ss (peer);
    }
  if (!connection->open)
    return;
  if ((events & (POLLIN | POLLHUP | POLLERR)) != 0 && program_reads (&connection->program))
    read_some (peer, connection);
  if (connection->descriptor >= 0)
    write_some (peer, connection);
  if (connection->descriptor >= 0)
    fulfil_wish (connection);
}

/* --- the process --- */

/* How often the ending of connections is looked for. */
#define LOOK_MS 20

static short
events_wanted (const struct connection *connection)
{
  uint8_t octets[PROGRAM_PIECE];
  short events = program_reads (&connection->program) && connection->open ? POLLIN : 0;

  if (!connection->open || program_text (&connection->program, octets) > 0)
    events |= POLLOUT;
  return events;
}

static void
take_command (struct kernel_peer *peer)
{
  char command;

  if (read (peer->control, &command, 1) != 1)
    _exit (1);
  for (unsigned i = 0; i < peer->count; i++)
    {
      peer->connections[i].program.told = true;
      if (peer->connections[i].descriptor >= 0)
        take_events (peer, &peer->connections[i], 0);
    }
}

static void
wait_and_act (struct kernel_peer *peer)
{
  struct pollfd ready[CONNECTIONS_MAX + 2];

  ready[0] = (struct pollfd){ .fd = peer->control, .events = POLLIN };
  ready[1] = (struct pollfd){ .fd = peer->count < peer->plan.connections ? peer->listener : -1, .events = POLLIN };
  unsigned count = peer->count;
  for (unsigned i = 0; i < count; i++)
    {
      const struct connection *connection = &peer->connections[i];
      /* One that is over would be ready for ever. */
      int descriptor = program_is_over (&connection->program) ? -1 : connection->descriptor;
      ready[2 + i] = (struct pollfd){ .fd = descriptor, .events = events_wanted (connection) };
    }
  if (poll (ready, count + 2, LOOK_MS) < 0)
    return;
  if (ready[0].revents != 0)
    take_command (peer);
  if (ready[1].revents != 0)
    take_new_connections (peer);
  for (unsigned i = 0; i < count; i++)
    if (peer->connections[i].descriptor >= 0 && ready[2 + i].revents != 0)
      take_events (peer, &peer->connections[i], ready[2 + i].revents);
}

static bool
is_over (struct kernel_peer *peer)
{
  for (unsigned i = 0; i < peer->count; i++)
    {
      struct connection *connection = &peer->connections[i];
      if (connection->descriptor >= 0 && has_ended (connection))
        drop_connection (connection);
      if (connection->descriptor >= 0)
        return false;
    }
  return peer->plan.absent || peer->count == peer->plan.connections || peer->report.error != 0;
}

void
kernel_peer_run (int control)
{
  static struct kernel_peer peer;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  peer.control = control;
  peer.listener = -1;
  if (read (control, &peer.plan, sizeof peer.plan) != (ssize_t) sizeof peer.plan)
    _exit (1);
  alarm (peer.plan.seconds);
  if (peer.plan.listens)
    start_listening (&peer);
  /* The other side begins when this one is ready. */
  if (write (control, &peer.report.error, sizeof peer.report.error) != (ssize_t) sizeof peer.report.error)
    _exit (1);
  if (!peer.plan.listens && !peer.plan.absent)
    start_connecting (&peer);
  while (!is_over (&peer))
    wait_and_act (&peer);
  for (unsigned i = 0; i < peer.count; i++)
    peer.report.good += program_is_good (&peer.connections[i].program);
  _exit (write (control, &peer.report, sizeof peer.report) == (ssize_t) sizeof peer.report ? 0 : 1);
}
