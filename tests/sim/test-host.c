/* A host on an Ethernet: frames, and address resolution as a real neighbour expects it. */
#include "host-bench.h"
#include "wire/arp.h"

static struct host *
new_host (struct capture *capture)
{
  struct ip_address address = ip_address_v4 (10, 0, 0, 1);

  return new_host_at (capture, &address);
}

static struct arp_message
arp_of (const struct capture *capture, unsigned index, struct ethernet_header *header)
{
  struct arp_message message;

  g_assert_cmpuint (index, <, capture->frame_count);
  g_assert_cmpint (ethernet_read (capture->frames[index], capture->lengths[index], header).kind, ==, WIRE_OK);
  g_assert_cmpuint (header->type, ==, ETHERNET_ARP);
  g_assert_cmpint (
      arp_read (capture->frames[index] + ETHERNET_HEADER_SIZE, capture->lengths[index] - ETHERNET_HEADER_SIZE, &message)
          .kind,
      ==, WIRE_OK);
  return message;
}

static void
give_arp (struct host *host, const struct mac_address *to, const struct arp_message *message)
{
  uint8_t frame[ETHERNET_HEADER_SIZE + ARP_SIZE + 18] = { 0 }; /* padded to Ethernet's least length */
  struct ethernet_header header = { .destination = *to, .source = message->sender_mac, .type = ETHERNET_ARP };

  ethernet_write (&header, frame);
  arp_write (message, frame + ETHERNET_HEADER_SIZE);
  host_frame_in (host, frame, sizeof frame, 0, EVENT_NONE);
}

static struct arp_message
request_from_peer (void)
{
  return (struct arp_message){
    .operation = ARP_REQUEST,
    .sender_mac = PEER_MAC,
    .sender = ip_address_v4 (10, 0, 0, 2),
    .target = ip_address_v4 (10, 0, 0, 1),
  };
}

static bool
knows (struct host *host, uint8_t last)
{
  struct ip_address address = ip_address_v4 (10, 0, 0, last);

  return host_knows_neighbour (host, &address);
}

static void
test_arp_answers (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct arp_message request = request_from_peer ();
  struct ethernet_header header;

  give_arp (host, &MAC_BROADCAST, &request);
  struct arp_message reply = arp_of (&capture, 0, &header);
  g_assert_cmpuint (reply.operation, ==, ARP_REPLY);
  g_assert_true (mac_address_equal (&header.destination, &PEER_MAC));
  g_assert_true (mac_address_equal (&header.source, &OUR_MAC));
  g_assert_true (mac_address_equal (&reply.sender_mac, &OUR_MAC));
  g_assert_true (ip_address_equal (&reply.sender, &request.target));
  g_assert_true (mac_address_equal (&reply.target_mac, &PEER_MAC));
  g_assert_true (ip_address_equal (&reply.target, &request.sender));
  g_assert_true (knows (host, 2)); /* who asks us is learned on the way */

  give_arp (host, &OUR_MAC, &request); /* a kernel verifies by a unicast request */
  g_assert_cmpuint (capture.frame_count, ==, 2);
  g_assert_cmpuint (arp_of (&capture, 1, &header).operation, ==, ARP_REPLY);
  host_free (host);
}

static void
test_arp_of_others (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct arp_message request = request_from_peer ();

  request.target = ip_address_v4 (10, 0, 0, 9);
  give_arp (host, &MAC_BROADCAST, &request);
  g_assert_cmpuint (capture.frame_count, ==, 0);
  g_assert_false (knows (host, 2)); /* RFC 826: what is not for us makes no entry */

  struct mac_address other = { { 2, 0, 0, 0, 0, 7 } };
  request.target = ip_address_v4 (10, 0, 0, 1);
  give_arp (host, &other, &request); /* another host's frame */
  g_assert_cmpuint (capture.frame_count, ==, 0);

  request.sender_mac.octets[0] = 3; /* a group cannot be a neighbour */
  give_arp (host, &MAC_BROADCAST, &request);
  g_assert_false (knows (host, 2));
  host_free (host);
}

/* RFC 5227: somebody asks whether the address is free; it is answered, but 0.0.0.0 is nobody's address. */
static void
test_arp_probe (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct arp_message probe = request_from_peer ();
  struct ip_address nobody = ip_address_v4 (0, 0, 0, 0);

  probe.sender = nobody;
  give_arp (host, &MAC_BROADCAST, &probe);
  g_assert_cmpuint (capture.frame_count, ==, 1);
  g_assert_false (host_knows_neighbour (host, &nobody));
  host_free (host);
}

/* A neighbour that gets another card: an entry that is there is corrected by whatever it says. */
static void
test_arp_update (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct arp_message announcement = request_from_peer ();
  struct endpoint remote = { .address = ip_address_v4 (10, 0, 0, 2), .port = 80 };
  struct ethernet_header header;

  give_arp (host, &MAC_BROADCAST, &announcement);
  announcement.sender_mac.octets[5] = 0x22;
  announcement.target = announcement.sender;
  give_arp (host, &MAC_BROADCAST, &announcement);
  g_assert_cmpuint (capture.frame_count, ==, 1);
  g_assert_cmpint (tcp_stack_connect (host_stack (host), 0, &remote, 0, EVENT_NONE), >, 0);
  tcp_stack_flush (host_stack (host), 0);
  g_assert_cmpuint (capture.frame_count, ==, 2);
  g_assert_cmpint (ethernet_read (capture.frames[1], capture.lengths[1], &header).kind, ==, WIRE_OK);
  g_assert_cmpuint (header.destination.octets[5], ==, 0x22);
  host_free (host);
}

/* The packet waits for the answer; one question a second is asked, however much wants to go. */
static void
test_waiting (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct endpoint remote = { .address = ip_address_v4 (10, 0, 0, 2), .port = 80 };
  struct arp_message reply = request_from_peer ();
  struct ethernet_header header;

  g_assert_cmpint (tcp_stack_connect (host_stack (host), 0, &remote, 0, EVENT_NONE), >, 0);
  g_assert_cmpint (tcp_stack_connect (host_stack (host), 0, &remote, 0, EVENT_NONE), >, 0);
  tcp_stack_flush (host_stack (host), 0);
  g_assert_cmpuint (capture.frame_count, ==, 1);
  struct arp_message request = arp_of (&capture, 0, &header);
  g_assert_cmpuint (request.operation, ==, ARP_REQUEST);
  g_assert_true (mac_address_equal (&header.destination, &MAC_BROADCAST));
  g_assert_true (ip_address_equal (&request.target, &remote.address));
  g_assert_cmpuint (capture.sent[0], ==, EVENT_NONE);

  tcp_stack_timeout (host_stack (host), SEC (1)); /* both SYNs again: one more question */
  tcp_stack_flush (host_stack (host), SEC (1));
  g_assert_cmpuint (capture.frame_count, ==, 2);

  reply.operation = ARP_REPLY;
  reply.target_mac = OUR_MAC;
  give_arp (host, &OUR_MAC, &reply);
  g_assert_cmpuint (capture.frame_count, ==, 6);
  for (unsigned i = 2; i < 6; i++)
    {
      g_assert_cmpint (ethernet_read (capture.frames[i], capture.lengths[i], &header).kind, ==, WIRE_OK);
      g_assert_cmpuint (header.type, ==, ETHERNET_IPV4);
      g_assert_true (mac_address_equal (&header.destination, &PEER_MAC));
      g_assert_cmpuint (capture.sent[i], !=, EVENT_NONE);
    }
  g_assert_cmpuint (capture.sent[2], <, capture.sent[3]);
  host_free (host);
}

static void
test_waiting_is_bounded (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct endpoint remote = { .address = ip_address_v4 (10, 0, 0, 2), .port = 80 };
  struct arp_message reply = request_from_peer ();

  for (unsigned i = 0; i < HOST_WAITING_MAX + 4; i++)
    g_assert_cmpint (tcp_stack_connect (host_stack (host), 0, &remote, 0, EVENT_NONE), >, 0);
  tcp_stack_flush (host_stack (host), 0);
  reply.operation = ARP_REPLY;
  give_arp (host, &OUR_MAC, &reply);
  g_assert_cmpuint (capture.frame_count, ==, 1 + HOST_WAITING_MAX);
  host_free (host);
}

static size_t
write_syn (uint8_t *frame, struct ip_address to, uint8_t first_mac_octet)
{
  struct ethernet_header header = { .destination = OUR_MAC, .source = PEER_MAC, .type = ETHERNET_IPV4 };
  struct packet packet = {
    .ttl = 64,
    .segment = {
      .source = { .address = ip_address_v4 (10, 0, 0, 2), .port = 4000 },
      .destination = { .address = to, .port = 80 },
      .seq = 700,
      .wnd = 1000,
      .flags = TCP_SYN,
    },
  };

  header.destination.octets[0] = first_mac_octet;
  ethernet_write (&header, frame);
  size_t length = packet_write (&packet, frame + ETHERNET_HEADER_SIZE, HOST_MTU_MAX);
  g_assert_cmpuint (length, >, 0);
  return ETHERNET_HEADER_SIZE + length;
}

static void
test_what_reaches_tcp (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  uint8_t frame[HOST_FRAME_MAX] = { 0 };
  struct ip_address ours = ip_address_v4 (10, 0, 0, 1), others = ip_address_v4 (10, 0, 0, 9);

  size_t length = write_syn (frame, ours, 2);
  host_frame_in (host, frame, length + 6, 0, 77); /* with padding */
  g_assert_cmpuint (capture.arrived, ==, 1);
  g_assert_cmpuint (capture.last_cause, ==, 77);

  length = write_syn (frame, others, 2);
  host_frame_in (host, frame, length, 0, EVENT_NONE); /* another host's packet */
  length = write_syn (frame, ours, 6);
  host_frame_in (host, frame, length, 0, EVENT_NONE); /* another host's frame */
  host_frame_in (host, frame, 10, 0, EVENT_NONE);     /* no frame at all */
  g_assert_cmpuint (capture.arrived + capture.discarded, ==, 1);

  length = write_syn (frame, ours, 2);
  frame[ETHERNET_HEADER_SIZE + 9] = 1; /* ICMP; the header sum with it */
  frame[ETHERNET_HEADER_SIZE + 11] += 5;
  frame[ETHERNET_HEADER_SIZE + 20] = 8; /* an echo request */
  host_frame_in (host, frame, length, 0, EVENT_NONE);
  g_assert_cmpuint (capture.arrived + capture.discarded, ==, 1);
  frame[ETHERNET_HEADER_SIZE + 20] = 3; /* an error goes to TCP, which finds its checksum wrong */
  host_frame_in (host, frame, length, 0, EVENT_NONE);
  g_assert_cmpuint (capture.arrived, ==, 1);
  g_assert_cmpuint (capture.discarded, ==, 1);
  capture.discarded = 0;

  frame[ETHERNET_HEADER_SIZE + 9] = 2; /* damaged: TCP reports it */
  host_frame_in (host, frame, length, 0, 78);
  g_assert_cmpuint (capture.arrived, ==, 1);
  g_assert_cmpuint (capture.discarded, ==, 1);
  g_assert_cmpuint (capture.last_cause, ==, 78);
  host_free (host);
}

static void
test_many_neighbours (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);

  for (unsigned i = 0; i < HOST_NEIGHBOURS_MAX + 1; i++)
    {
      struct ip_address address = ip_address_v4 (10, 0, 0, (uint8_t) (10 + i));
      host_add_neighbour (host, &address, &PEER_MAC);
    }
  g_assert_false (knows (host, 10));
  g_assert_true (knows (host, 11));
  g_assert_true (knows (host, 10 + HOST_NEIGHBOURS_MAX));
  host_free (host);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host/arp/answers", test_arp_answers);
  g_test_add_func ("/host/arp/of-others", test_arp_of_others);
  g_test_add_func ("/host/arp/probe", test_arp_probe);
  g_test_add_func ("/host/arp/update", test_arp_update);
  g_test_add_func ("/host/waiting", test_waiting);
  g_test_add_func ("/host/waiting-is-bounded", test_waiting_is_bounded);
  g_test_add_func ("/host/what-reaches-tcp", test_what_reaches_tcp);
  g_test_add_func ("/host/many-neighbours", test_many_neighbours);
  return g_test_run ();
}
