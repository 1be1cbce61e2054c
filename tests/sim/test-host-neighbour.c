/* Neighbour discovery of an IPv6 host, as a Linux neighbour expects it. */
#include "host-bench.h"
#include "wire/neighbour.h"

static struct ip_address
address (const char *text)
{
  struct ip_address read;

  g_assert_true (ip_address_parse (text, &read));
  return read;
}

static struct host *
new_host (struct capture *capture)
{
  struct ip_address ours = address ("2001:db8::1");

  return new_host_at (capture, &ours);
}

static struct neighbour_message
message_of (const struct capture *capture, unsigned index, struct ethernet_header *header)
{
  struct neighbour_message message;

  g_assert_cmpuint (index, <, capture->frame_count);
  g_assert_cmpint (ethernet_read (capture->frames[index], capture->lengths[index], header).kind, ==, WIRE_OK);
  g_assert_cmpuint (header->type, ==, ETHERNET_IPV6);
  g_assert_cmpint (neighbour_read (capture->frames[index] + ETHERNET_HEADER_SIZE,
                                   capture->lengths[index] - ETHERNET_HEADER_SIZE, &message)
                       .kind,
                   ==, WIRE_OK);
  g_assert_cmpuint (capture->sent[index], ==, EVENT_NONE);
  return message;
}

static void
give (struct host *host, const struct mac_address *to, const struct neighbour_message *message)
{
  uint8_t frame[ETHERNET_HEADER_SIZE + NEIGHBOUR_PACKET_SIZE + 4] = { 0 }; /* with padding */
  struct ethernet_header header = { .destination = *to, .source = PEER_MAC, .type = ETHERNET_IPV6 };

  ethernet_write (&header, frame);
  neighbour_write (message, frame + ETHERNET_HEADER_SIZE);
  host_frame_in (host, frame, sizeof frame, 0, EVENT_NONE);
}

static void
give_to_group (struct host *host, const struct neighbour_message *message)
{
  struct mac_address group = mac_address_of_group (&message->destination);

  give (host, &group, message);
}

static struct neighbour_message
question_from_peer (void)
{
  struct neighbour_message message = {
    .type = NEIGHBOUR_SOLICITATION,
    .source = address ("2001:db8::2"),
    .target = address ("2001:db8::1"),
    .has_mac = true,
    .mac = PEER_MAC,
  };

  message.destination = ip_address_solicited_node (&message.target);
  return message;
}

static struct neighbour_message
answer_from_peer (void)
{
  return (struct neighbour_message){
    .type = NEIGHBOUR_ADVERTISEMENT,
    .source = address ("2001:db8::2"),
    .destination = address ("2001:db8::1"),
    .target = address ("2001:db8::2"),
    .solicited = true,
    .replaces = true,
    .has_mac = true,
    .mac = PEER_MAC,
  };
}

static bool
knows (struct host *host, const char *text)
{
  struct ip_address neighbour = address (text);

  return host_knows_neighbour (host, &neighbour);
}

static void
test_answers (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct neighbour_message question = question_from_peer ();
  struct ethernet_header header;

  give_to_group (host, &question);
  struct neighbour_message answer = message_of (&capture, 0, &header);
  g_assert_cmpuint (answer.type, ==, NEIGHBOUR_ADVERTISEMENT);
  g_assert_true (mac_address_equal (&header.destination, &PEER_MAC));
  g_assert_true (ip_address_equal (&answer.source, &question.target));
  g_assert_true (ip_address_equal (&answer.destination, &question.source));
  g_assert_true (ip_address_equal (&answer.target, &question.target));
  g_assert_true (answer.solicited && answer.replaces && !answer.router && answer.has_mac);
  g_assert_true (mac_address_equal (&answer.mac, &OUR_MAC));
  g_assert_true (knows (host, "2001:db8::2"));

  /* A kernel that verifies asks our own address, and need not say its Ethernet address again. */
  question.destination = question.target;
  question.has_mac = false;
  give (host, &OUR_MAC, &question);
  g_assert_cmpuint (capture.frame_count, ==, 2);
  g_assert_true (message_of (&capture, 1, &header).solicited);
  g_assert_true (mac_address_equal (&header.destination, &PEER_MAC));
  host_free (host);
}

/* A question from one who is not known and does not say its Ethernet address: the answer waits until we have asked. */
static void
test_answer_waits (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct neighbour_message question = question_from_peer (), answer = answer_from_peer ();
  struct ethernet_header header;

  question.has_mac = false;
  give_to_group (host, &question);
  g_assert_cmpuint (message_of (&capture, 0, &header).type, ==, NEIGHBOUR_SOLICITATION);
  give (host, &OUR_MAC, &answer);
  g_assert_cmpuint (capture.frame_count, ==, 2);
  g_assert_cmpuint (message_of (&capture, 1, &header).type, ==, NEIGHBOUR_ADVERTISEMENT);
  host_free (host);
}

/* RFC 4862 §5.4: somebody asks whether the address is free; all are told that it is not, and :: is nobody's address. */
static void
test_duplicate_detection (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct neighbour_message question = question_from_peer ();
  struct ethernet_header header;

  question.source = (struct ip_address){ .family = IP_V6 };
  question.has_mac = false;
  give_to_group (host, &question);
  struct neighbour_message answer = message_of (&capture, 0, &header);
  const struct mac_address all = { { 0x33, 0x33, 0, 0, 0, 1 } };
  g_assert_true (mac_address_equal (&header.destination, &all));
  g_assert_false (answer.solicited);
  g_assert_true (answer.replaces);
  g_assert_false (knows (host, "::"));
  g_assert_cmpuint (capture.frame_count, ==, 1);
  host_free (host);
}

/* What is for others, or not to be believed, is passed over without a word. */
static void
test_of_others (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct neighbour_message question = question_from_peer (), answer = answer_from_peer ();

  question.target = address ("2001:db8::5:0:1"); /* in our group, but not us */
  give_to_group (host, &question);
  question = question_from_peer ();
  question.destination = ip_address_all_nodes ();
  question.target = address ("2001:db8::9");
  give_to_group (host, &question);
  give (host, &OUR_MAC, &answer); /* nobody asked */
  question = question_from_peer ();
  const struct mac_address other = { { 0x33, 0x33, 0, 0, 0, 0x16 } };
  give (host, &other, &question); /* the group of multicast routers */
  g_assert_cmpuint (capture.frame_count, ==, 0);
  g_assert_false (knows (host, "2001:db8::2"));

  question.mac.octets[0] = 3; /* a group cannot be a neighbour */
  give_to_group (host, &question);
  g_assert_false (knows (host, "2001:db8::2"));
  host_free (host);
}

/* Router solicitations, listener reports and pings are none of TCP's business. */
static void
test_quiet (void)
{
  static const uint8_t types[] = { 128, 130, 133, 134, 137, 143 };
  struct capture capture;
  struct host *host = new_host (&capture);
  struct neighbour_message question = question_from_peer ();

  for (unsigned i = 0; i < G_N_ELEMENTS (types); i++)
    {
      question.type = types[i];
      question.destination = ip_address_all_nodes ();
      give_to_group (host, &question);
      give (host, &OUR_MAC, &question);
    }
  g_assert_cmpuint (capture.frame_count, ==, 0);
  g_assert_cmpuint (capture.events, ==, 0);
  host_free (host);
}

static void
connect_to_peer (struct host *host, vtime now)
{
  struct endpoint remote = { .address = address ("2001:db8::2"), .port = 80 };

  g_assert_cmpint (tcp_stack_connect (host_stack (host), 0, &remote, now, EVENT_NONE), >, 0);
  tcp_stack_flush (host_stack (host), now);
}

/* The packet waits for the answer; one question a second is asked, however much wants to go. */
static void
test_waiting (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct neighbour_message answer = answer_from_peer ();
  struct ethernet_header header;

  connect_to_peer (host, 0);
  connect_to_peer (host, 0);
  g_assert_cmpuint (capture.frame_count, ==, 1);
  struct neighbour_message question = message_of (&capture, 0, &header);
  const struct mac_address group = { { 0x33, 0x33, 0xff, 0, 0, 2 } };
  g_assert_cmpuint (question.type, ==, NEIGHBOUR_SOLICITATION);
  g_assert_true (mac_address_equal (&header.destination, &group));
  g_assert_true (ip_address_equal (&question.target, &answer.target));
  g_assert_true (question.has_mac && mac_address_equal (&question.mac, &OUR_MAC));

  tcp_stack_timeout (host_stack (host), SEC (1)); /* both SYNs again: one more question */
  tcp_stack_flush (host_stack (host), SEC (1));
  g_assert_cmpuint (capture.frame_count, ==, 2);

  answer.has_mac = false; /* of no use to us */
  give (host, &OUR_MAC, &answer);
  g_assert_cmpuint (capture.frame_count, ==, 2);
  answer.has_mac = true;
  give (host, &OUR_MAC, &answer);
  g_assert_cmpuint (capture.frame_count, ==, 6);
  for (unsigned i = 2; i < 6; i++)
    {
      g_assert_cmpint (ethernet_read (capture.frames[i], capture.lengths[i], &header).kind, ==, WIRE_OK);
      g_assert_cmpuint (header.type, ==, ETHERNET_IPV6);
      g_assert_true (mac_address_equal (&header.destination, &PEER_MAC));
      g_assert_cmpuint (capture.sent[i], !=, EVENT_NONE);
    }
  host_free (host);
}

/* A neighbour that gets another card tells everybody. What does not claim to replace an entry leaves it alone. */
static void
test_update (void)
{
  struct capture capture;
  struct host *host = new_host (&capture);
  struct neighbour_message question = question_from_peer (), answer = answer_from_peer ();
  struct ethernet_header header;

  give_to_group (host, &question);
  answer.destination = ip_address_all_nodes ();
  answer.solicited = false;
  answer.replaces = false;
  answer.mac.octets[5] = 0x33;
  give_to_group (host, &answer);
  answer.replaces = true;
  answer.mac.octets[5] = 0x22;
  give_to_group (host, &answer);
  answer.replaces = false;
  answer.mac.octets[5] = 0x33;
  give_to_group (host, &answer);
  connect_to_peer (host, 0);
  g_assert_cmpuint (capture.frame_count, ==, 2);
  g_assert_cmpint (ethernet_read (capture.frames[1], capture.lengths[1], &header).kind, ==, WIRE_OK);
  g_assert_cmpuint (header.destination.octets[5], ==, 0x22);
  host_free (host);
}

/* An IPv4 host hears nothing of all this. */
static void
test_ipv4_host (void)
{
  struct capture capture;
  struct ip_address ours = address ("10.0.0.1");
  struct host *host = new_host_at (&capture, &ours);
  struct neighbour_message question = question_from_peer ();

  give (host, &OUR_MAC, &question);
  give (host, &MAC_BROADCAST, &question);
  give_to_group (host, &question);
  g_assert_cmpuint (capture.frame_count + capture.events, ==, 0);
  host_free (host);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/host/neighbour/answers", test_answers);
  g_test_add_func ("/host/neighbour/answer-waits", test_answer_waits);
  g_test_add_func ("/host/neighbour/duplicate-detection", test_duplicate_detection);
  g_test_add_func ("/host/neighbour/of-others", test_of_others);
  g_test_add_func ("/host/neighbour/quiet", test_quiet);
  g_test_add_func ("/host/neighbour/waiting", test_waiting);
  g_test_add_func ("/host/neighbour/update", test_update);
  g_test_add_func ("/host/neighbour/ipv4-host", test_ipv4_host);
  return g_test_run ();
}
