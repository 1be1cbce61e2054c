/* lwIP's own bulk transfer to itself over one interface: the raw API, all in lwIP's thread.
 *
 *   bench-lwip OCTETS     prints data segments, seconds of processor, seconds of the wall */
#define _DEFAULT_SOURCE /* struct timeval, for lwIP's headers */

#include "bench.h"

#include <lwip/netif.h>
#include <lwip/sys.h>
#include <lwip/tcp.h>
#include <lwip/tcpip.h>

#include <stdio.h>
#include <stdlib.h>

#define PORT 8080

struct transfer
{
  uint64_t octets;
  uint64_t written;
  uint64_t read;
  sys_sem_t done;
};

static err_t
write_more (struct transfer *transfer, struct tcp_pcb *pcb)
{
  static const uint8_t text[65536];
  uint64_t left = transfer->octets - transfer->written;
  uint64_t room = tcp_sndbuf (pcb);
  uint16_t length = (uint16_t) (left < room ? left : room);

  if (length > 0 && tcp_write (pcb, text, length, 0) == ERR_OK)
    transfer->written += length;
  return tcp_output (pcb);
}

static err_t
on_sent (void *user, struct tcp_pcb *pcb, u16_t length)
{
  (void) length;
  return write_more (user, pcb);
}

static err_t
on_connected (void *user, struct tcp_pcb *pcb, err_t error)
{
  (void) error;
  tcp_sent (pcb, on_sent);
  return write_more (user, pcb);
}

static err_t
on_received (void *user, struct tcp_pcb *pcb, struct pbuf *octets, err_t error)
{
  struct transfer *transfer = user;

  (void) error;
  if (octets == NULL)
    return tcp_close (pcb);
  transfer->read += octets->tot_len;
  tcp_recved (pcb, octets->tot_len);
  pbuf_free (octets);
  if (transfer->read == transfer->octets)
    sys_sem_signal (&transfer->done);
  return ERR_OK;
}

static err_t
on_accepted (void *user, struct tcp_pcb *pcb, err_t error)
{
  (void) error;
  tcp_arg (pcb, user);
  tcp_recv (pcb, on_received);
  tcp_nagle_disable (pcb);
  return ERR_OK;
}

static err_t
init_interface (struct netif *interface)
{
  interface->mtu = 1500;
  interface->flags = NETIF_FLAG_LINK_UP;
  return ERR_OK;
}

static void
on_started (void *user)
{
  sys_sem_signal (user);
}

/* One interface for the whole program: lwIP cannot be ended. */
static const ip_addr_t *
interface_address (void)
{
  static struct netif interface;
  static bool started;
  sys_sem_t ready;
  ip4_addr_t address, mask, gateway;

  if (started)
    return &interface.ip_addr;
  started = true;
  sys_sem_new (&ready, 0);
  tcpip_init (on_started, &ready);
  sys_arch_sem_wait (&ready, 0);
  sys_sem_free (&ready);
  IP4_ADDR (&address, 10, 9, 0, 1);
  IP4_ADDR (&mask, 255, 255, 255, 0);
  IP4_ADDR (&gateway, 0, 0, 0, 0);
  LOCK_TCPIP_CORE ();
  netif_add (&interface, &address, &mask, &gateway, NULL, init_interface, tcpip_input);
  netif_set_up (&interface);
  netif_set_link_up (&interface);
  UNLOCK_TCPIP_CORE ();
  return &interface.ip_addr;
}

static double
transfer_once (void *user)
{
  static uint16_t port = PORT;
  struct transfer transfer = { .octets = *(const uint64_t *) user };
  const ip_addr_t *address = interface_address ();

  sys_sem_new (&transfer.done, 0);
  LOCK_TCPIP_CORE ();
  struct tcp_pcb *listener = tcp_new ();
  tcp_bind (listener, address, ++port);
  listener = tcp_listen (listener);
  tcp_arg (listener, &transfer);
  tcp_accept (listener, on_accepted);
  struct tcp_pcb *client = tcp_new ();
  tcp_arg (client, &transfer);
  tcp_connect (client, address, port, on_connected);
  UNLOCK_TCPIP_CORE ();
  bool timed_out = sys_arch_sem_wait (&transfer.done, 60000) == SYS_ARCH_TIMEOUT;
  LOCK_TCPIP_CORE ();
  tcp_arg (client, NULL);
  tcp_sent (client, NULL);
  tcp_abort (client);
  tcp_close (listener);
  UNLOCK_TCPIP_CORE ();
  sys_sem_free (&transfer.done);
  return timed_out ? -1 : (double) (transfer.octets / TCP_MSS);
}

int
main (int argc, char **argv)
{
  uint64_t octets = argc == 2 ? strtoull (argv[1], NULL, 10) : 0;

  if (octets == 0)
    {
      fprintf (stderr, "usage: bench-lwip OCTETS\n");
      return 2;
    }
  struct bench_result result = bench_measure (transfer_once, &octets);
  if (result.done)
    printf ("%f %f %f\n", result.work, result.time.processor, result.time.wall);
  return result.done ? EXIT_SUCCESS : EXIT_FAILURE;
}
