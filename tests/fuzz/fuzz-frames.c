/* Ethernet frames for a host of the simulator: ARP, neighbour discovery, IPv4, IPv6, TCP. The input is an octet of
 * choices, then frames, each behind its length; what the host sends goes nowhere, but is checked. */
#include "fuzz.h"

#include "sim/host.h"
#include "wire/neighbour.h"
#include "wire/packet.h"

#include <string.h>

static event_id
report (void *user, const struct tcp_event *event)
{
  event_id *next = user;

  FUZZ_CHECK (event->cause == EVENT_NONE || event->cause < *next);
  return (*next)++;
}

static void
frame_out (void *user, const uint8_t *frame, size_t length, event_id sent)
{
  struct ethernet_header header;
  struct neighbour_message neighbour;

  FUZZ_CHECK (length <= HOST_FRAME_MAX);
  FUZZ_CHECK (ethernet_read (frame, length, &header).kind == WIRE_OK);
  bool resolves
      = header.type == ETHERNET_ARP
        || neighbour_read (frame + ETHERNET_HEADER_SIZE, length - ETHERNET_HEADER_SIZE, &neighbour).kind == WIRE_OK;
  FUZZ_CHECK (resolves == (sent == EVENT_NONE));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const struct mac_address mac = { { 2, 0, 0, 0, 0, 0x0b } };
  struct fuzz_input input = { data, size };
  uint8_t choices = fuzz_take8 (&input);
  struct tcp_config config = choices & 2 ? tcp_config_linux () : tcp_config_lesson ();
  event_id next = 0;
  struct host_sink sink = { &next, report, frame_out };
  struct ip_address address;
  struct endpoint peer = { .port = 40001 };
  vtime now = 0, pause = choices & 8 ? SEC (1) : MS (10);

  ip_address_parse (choices & 1 ? "2001:db8::2" : "10.0.0.2", &address);
  ip_address_parse (choices & 1 ? "2001:db8::1" : "10.0.0.1", &peer.address);
  struct host *host = host_new (&mac, &address, &config, &sink);
  FUZZ_CHECK (host != NULL);
  tcp_stack_listen (host_stack (host), 80, 0, now, EVENT_NONE);
  if (choices & 4)
    tcp_stack_connect (host_stack (host), 80, &peer, now, EVENT_NONE);
  while (input.left > 0)
    {
      size_t length;
      size_t wanted = fuzz_take16 (&input);
      const uint8_t *frame = fuzz_take (&input, wanted, &length);

      host_frame_in (host, frame, length, now, EVENT_NONE);
      tcp_stack_flush (host_stack (host), now);
      now += pause;
      tcp_stack_timeout (host_stack (host), now);
    }
  host_free (host);
  return 0;
}
