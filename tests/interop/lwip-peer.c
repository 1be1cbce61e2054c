/* lwIP's TCP as the peer: the raw API over a TAP device, in a program of its own, since its functions have the names of
 * ours.
 *
 *   lwip-peer TAP CONTROL     the descriptors of the device and of the channel (peer.h)
 *
 * Frames are fed in, and programs act, in the main thread with lwIP's lock held; its timers run in its own thread. */
#define _DEFAULT_SOURCE /* ssize_t, which lwIP would define otherwise */

#include "peer.h"

#include <lwip/etharp.h>
#include <lwip/ethip6.h>
#include <lwip/netif.h>
#include <lwip/sys.h>
#include <lwip/tcp.h>
#include <lwip/tcpip.h>
#include <netif/ethernet.h>

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FRAME_SIZE 2048
#define TAP_MTU 1500

/* The longest sleep: what a timer of lwIP's has changed is seen this late. */
#define SLEEP_MS 20

struct connection
{
  struct tcp_pcb *pcb; /* NULL when there is none any more */
  bool open;
  bool end_came;
  struct pbuf *waiting; /* arrived, and not read yet */
  struct program program;
};

struct lwip_peer
{
  struct peer_plan plan;
  int tap;
  int control;
  struct netif netif;
  struct tcp_pcb *listener;
  struct connection connections[CONNECTIONS_MAX];
  unsigned count;
  bool reported;
  struct peer_report report;
};

/* --- what lwIP calls --- */

static err_t
on_received (void *user, struct tcp_pcb *pcb, struct pbuf *octets, err_t error)
{
  struct connection *connection = user;

  (void) pcb;
  (void) error;
  if (connection == NULL)
    {
      if (octets != NULL)
        pbuf_free (octets);
      return ERR_OK;
    }
  if (octets == NULL)
    connection->end_came = true;
  else if (connection->waiting == NULL)
    connection->waiting = octets;
  else
    pbuf_cat (connection->waiting, octets);
  return ERR_OK;
}

/* The pcb is gone already. */
static void
on_failed (void *user, err_t error)
{
  struct connection *connection = user;

  (void) error;
  if (connection == NULL)
    return;
  connection->pcb = NULL;
  connection->program.was_reset = true;
}

static err_t
on_connected (void *user, struct tcp_pcb *pcb, err_t error)
{
  struct connection *connection = user;

  (void) pcb;
  (void) error;
  connection->open = true;
  return ERR_OK;
}

static void
add_connection (struct lwip_peer *peer, struct tcp_pcb *pcb, unsigned index, bool open)
{
  struct connection *connection = &peer->connections[peer->count++];

  connection->pcb = pcb;
  connection->open = open;
  program_init (&connection->program, &peer->plan.program, SIDE_PEER, index);
  tcp_arg (pcb, connection);
  tcp_recv (pcb, on_received);
  tcp_err (pcb, on_failed);
}

static err_t
on_accepted (void *user, struct tcp_pcb *pcb, err_t error)
{
  (void) error;
  add_connection (user, pcb, (unsigned) pcb->remote_port - PORT_CONNECT, true);
  return ERR_OK;
}

/* --- the interface --- */

static err_t
send_frame (struct netif *netif, struct pbuf *packet)
{
  const struct lwip_peer *peer = netif->state;
  uint8_t frame[FRAME_SIZE];
  uint16_t length = pbuf_copy_partial (packet, frame, sizeof frame, 0);

  return write (peer->tap, frame, length) == length ? ERR_OK : ERR_IF;
}

static err_t
init_interface (struct netif *netif)
{
  static const uint8_t mac[] = { 2, 0, 0, 0, 0, 0x0b };

  netif->name[0] = 't';
  netif->name[1] = 'p';
  netif->output = etharp_output;
  netif->output_ip6 = ethip6_output;
  netif->linkoutput = send_frame;
  netif->mtu = TAP_MTU;
  netif->hwaddr_len = sizeof mac;
  memcpy (netif->hwaddr, mac, sizeof mac);
  netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP | NETIF_FLAG_MLD6;
  return ERR_OK;
}

static void
add_interface (struct lwip_peer *peer)
{
  ip4_addr_t address, mask, gateway;
  ip6_addr_t address_v6;

  ip4addr_aton (PEER_ADDRESS, &address);
  IP4_ADDR (&mask, 255, 255, 255, 0);
  IP4_ADDR (&gateway, 0, 0, 0, 0);
  netif_add (&peer->netif, &address, &mask, &gateway, peer, init_interface, ethernet_input);
  netif_set_default (&peer->netif);
  ip6addr_aton (PEER_ADDRESS_V6, &address_v6);
  netif_ip6_addr_set (&peer->netif, 1, &address_v6);
  netif_ip6_addr_set_state (&peer->netif, 1, IP6_ADDR_PREFERRED);
  netif_set_up (&peer->netif);
}

static void
take_frames (struct lwip_peer *peer)
{
  uint8_t frame[FRAME_SIZE];
  ssize_t length;

  while ((length = read (peer->tap, frame, sizeof frame)) > 0)
    {
      /* Not from the pool: Debian's build writes beyond its blocks. */
      struct pbuf *packet = pbuf_alloc (PBUF_RAW, (uint16_t) length, PBUF_RAM);
      if (packet == NULL)
        continue;
      pbuf_take (packet, frame, (uint16_t) length);
      if (peer->netif.input (packet, &peer->netif) != ERR_OK)
        pbuf_free (packet);
    }
}

/* --- opening --- */

static void
fill_address (const struct lwip_peer *peer, bool ours, ip_addr_t *address)
{
  if (peer->plan.v6)
    ipaddr_aton (ours ? OUR_ADDRESS_V6 : PEER_ADDRESS_V6, address);
  else
    ipaddr_aton (ours ? OUR_ADDRESS : PEER_ADDRESS, address);
}

static void
start_listening (struct lwip_peer *peer)
{
  ip_addr_t address;
  struct tcp_pcb *pcb = tcp_new ();

  fill_address (peer, false, &address);
  if (tcp_bind (pcb, &address, PORT_LISTEN) != ERR_OK)
    peer->report.error = 1;
  peer->listener = tcp_listen (pcb);
  tcp_arg (peer->listener, peer);
  tcp_accept (peer->listener, on_accepted);
}

static void
start_connecting (struct lwip_peer *peer)
{
  ip_addr_t local, remote;

  fill_address (peer, false, &local);
  fill_address (peer, true, &remote);
  for (unsigned i = 0; i < peer->plan.connections; i++)
    {
      struct tcp_pcb *pcb = tcp_new ();
      add_connection (peer, pcb, i, false);
      if (tcp_bind (pcb, &local, (uint16_t) (PORT_CONNECT + i)) != ERR_OK
          || tcp_connect (pcb, &remote, PORT_LISTEN, on_connected) != ERR_OK)
        peer->report.error = 1;
    }
}

/* --- what the programs do --- */

static void
read_some (struct lwip_peer *peer, struct connection *connection)
{
  struct pbuf *octets = connection->waiting;

  connection->waiting = NULL;
  for (const struct pbuf *piece = octets; piece != NULL; piece = piece->next)
    {
      program_took (&connection->program, piece->payload, piece->len);
      peer->report.read += piece->len;
      tcp_recved (connection->pcb, piece->len);
    }
  if (octets != NULL)
    pbuf_free (octets);
  connection->program.ended = connection->end_came;
}

static void
write_some (struct connection *connection)
{
  static uint8_t octets[PROGRAM_PIECE];
  size_t length;

  while ((length = program_text (&connection->program, octets)) > 0 && tcp_sndbuf (connection->pcb) > 0)
    {
      length = LWIP_MIN (length, tcp_sndbuf (connection->pcb));
      if (tcp_write (connection->pcb, octets, (uint16_t) length, TCP_WRITE_FLAG_COPY) != ERR_OK)
        break;
      program_sent (&connection->program, length);
    }
  tcp_output (connection->pcb);
}

/* lwIP ends the connection without us. */
static void
let_go (struct connection *connection)
{
  if (connection->pcb == NULL)
    return;
  tcp_arg (connection->pcb, NULL);
  connection->pcb = NULL;
}

static void
fulfil_wish (struct connection *connection)
{
  struct program *program = &connection->program;
  struct tcp_pcb *pcb = connection->pcb;

  switch (program_wish (program))
    {
    case WISH_SHUTDOWN:
      /* In LAST-ACK lwIP gives up in silence two minutes after it heard from us last, whatever is still to be sent
       * again by then: so it ends only what has arrived. */
      program->shut = tcp_sndqueuelen (pcb) == 0 && tcp_shutdown (pcb, 0, 1) == ERR_OK;
      break;
    case WISH_ABORT:
      let_go (connection);
      tcp_abort (pcb);
      program->aborted = true;
      break;
    case WISH_NOTHING:
      break;
    }
  if (program_is_over (program))
    let_go (connection);
}

static void
act (struct lwip_peer *peer)
{
  for (unsigned i = 0; i < peer->count; i++)
    {
      struct connection *connection = &peer->connections[i];
      if (connection->pcb == NULL || !connection->open)
        continue;
      if (program_reads (&connection->program))
        read_some (peer, connection);
      write_some (connection);
      fulfil_wish (connection);
    }
}

/* --- the process --- */

static void
report_when_over (struct lwip_peer *peer)
{
  for (unsigned i = 0; i < peer->count; i++)
    if (!program_is_over (&peer->connections[i].program))
      return;
  if (peer->reported || (!peer->plan.absent && peer->count < peer->plan.connections))
    return;
  for (unsigned i = 0; i < peer->count; i++)
    {
      peer->report.good += program_is_good (&peer->connections[i].program);
      peer->report.refused += !peer->connections[i].open;
    }
  peer->reported = true;
  if (write (peer->control, &peer->report, sizeof peer->report) != (ssize_t) sizeof peer->report)
    exit (1);
}

static void
take_command (struct lwip_peer *peer)
{
  char command;

  if (read (peer->control, &command, 1) != 1)
    exit (1);
  for (unsigned i = 0; i < peer->count; i++)
    peer->connections[i].program.told = true;
}

/* Goes on after the report: the connections still have to end. Whoever started the program ends it. */
_Noreturn static void
run (struct lwip_peer *peer)
{
  while (true)
    {
      struct pollfd ready[2] = { { .fd = peer->tap, .events = POLLIN }, { .fd = peer->control, .events = POLLIN } };
      poll (ready, 2, SLEEP_MS);
      LOCK_TCPIP_CORE ();
      if (ready[1].revents != 0)
        take_command (peer);
      take_frames (peer);
      act (peer);
      report_when_over (peer);
      UNLOCK_TCPIP_CORE ();
    }
}

static void
on_started (void *user)
{
  sys_sem_signal (user);
}

static void
start_lwip (void)
{
  sys_sem_t ready;

  sys_sem_new (&ready, 0);
  tcpip_init (on_started, &ready);
  sys_arch_sem_wait (&ready, 0);
  sys_sem_free (&ready);
}

int
main (int argc, char **argv)
{
  static struct lwip_peer peer;

  if (argc != 3)
    return 2;
  peer.tap = atoi (argv[1]);
  peer.control = atoi (argv[2]);
  if (read (peer.control, &peer.plan, sizeof peer.plan) != (ssize_t) sizeof peer.plan)
    return 1;
  alarm (peer.plan.seconds);
  start_lwip ();
  LOCK_TCPIP_CORE ();
  add_interface (&peer);
  if (peer.plan.listens)
    start_listening (&peer);
  if (write (peer.control, &peer.report.error, sizeof peer.report.error) != (ssize_t) sizeof peer.report.error)
    return 1;
  if (!peer.plan.listens && !peer.plan.absent)
    start_connecting (&peer);
  UNLOCK_TCPIP_CORE ();
  run (&peer);
}
