/* What is told of the states of both ends: "!" proven, "?" inferred, "*" unknown. The conversations are captured at the
 * client unless they say otherwise. */
#include "conversation.h"

struct expectation
{
  const char *client;
  const char *server;
};

static void
expect (const struct line *lines, size_t count, struct expectation expected)
{
  struct conversation conversation = conversation_begin (lines, count);

  assert_sound (&conversation);
  assert_states (conversation.trace, HOST_A, expected.client);
  assert_states (conversation.trace, HOST_B, expected.server);
  conversation_end (&conversation);
}

#define EXPECT(client_, server_, ...)                                                                                  \
  expect ((const struct line[]){ __VA_ARGS__ }, sizeof ((const struct line[]){ __VA_ARGS__ }) / sizeof (struct line),  \
          (struct expectation){ .client = (client_), .server = (server_) })

#define AT_CLIENT_HANDSHAKE                                                                                            \
  { MS (0), "> S 0:0(0) win 65535" }, { MS (20), "< S. 0:0(0) ack 1 win 65535" },                                      \
  {                                                                                                                    \
    MS (20) + US (50), "> . 1:1(0) ack 1 win 65535"                                                                    \
  }

#define AT_SERVER_HANDSHAKE                                                                                            \
  { MS (0), "> S 0:0(0) win 65535" }, { US (50), "< S. 0:0(0) ack 1 win 65535" },                                      \
  {                                                                                                                    \
    MS (20), "> . 1:1(0) ack 1 win 65535"                                                                              \
  }

#define BETWEEN_HANDSHAKE                                                                                              \
  { MS (0), "> S 0:0(0) win 65535" }, { MS (10), "< S. 0:0(0) ack 1 win 65535" },                                      \
  {                                                                                                                    \
    MS (20), "> . 1:1(0) ack 1 win 65535"                                                                              \
  }

static void
test_close_at_client (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! FIN-WAIT-1! FIN-WAIT-2! TIME-WAIT!",
          "LISTEN! SYN-RECEIVED! ESTABLISHED! CLOSE-WAIT! LAST-ACK! CLOSED?", AT_CLIENT_HANDSHAKE,
          { MS (30), "> P. 1:101(100) ack 1 win 65535" }, { MS (50), "< . 1:1(0) ack 101 win 65535" },
          { MS (60), "< P. 1:501(500) ack 101 win 65535" }, { MS (61), "> . 101:101(0) ack 501 win 65535" },
          { MS (100), "> F. 101:101(0) ack 501 win 65535" }, { MS (120), "< . 501:501(0) ack 102 win 65535" },
          { MS (150), "< F. 501:501(0) ack 102 win 65535" }, { MS (151), "> . 102:102(0) ack 502 win 65535" });
}

static void
test_close_at_server (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! FIN-WAIT-1! FIN-WAIT-2? TIME-WAIT?",
          "LISTEN! SYN-RECEIVED! ESTABLISHED! CLOSE-WAIT! LAST-ACK!", AT_SERVER_HANDSHAKE,
          { MS (30), "> P. 1:101(100) ack 1 win 65535" }, { MS (31), "< . 1:1(0) ack 101 win 65535" },
          { MS (100), "> F. 101:101(0) ack 1 win 65535" }, { MS (101), "< . 1:1(0) ack 102 win 65535" },
          { MS (150), "< F. 1:1(0) ack 102 win 65535" });
  EXPECT ("SYN-SENT! ESTABLISHED! FIN-WAIT-1! FIN-WAIT-2? TIME-WAIT!",
          "LISTEN! SYN-RECEIVED! ESTABLISHED! CLOSE-WAIT! LAST-ACK! CLOSED!", AT_SERVER_HANDSHAKE,
          { MS (100), "> F. 1:1(0) ack 1 win 65535" }, { MS (101), "< . 1:1(0) ack 2 win 65535" },
          { MS (150), "< F. 1:1(0) ack 2 win 65535" }, { MS (170), "> . 2:2(0) ack 2 win 65535" });
}

static void
test_close_between (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! CLOSE-WAIT! LAST-ACK! CLOSED?",
          "LISTEN! SYN-RECEIVED! ESTABLISHED! FIN-WAIT-1! FIN-WAIT-2? TIME-WAIT!", BETWEEN_HANDSHAKE,
          { MS (40), "< P. 1:101(100) ack 1 win 65535" }, { MS (50), "> . 1:1(0) ack 101 win 65535" },
          { MS (60), "< F. 101:101(0) ack 1 win 65535" }, { MS (70), "> . 1:1(0) ack 102 win 65535" },
          { MS (90), "> F. 1:1(0) ack 102 win 65535" }, { MS (100), "< . 102:102(0) ack 2 win 65535" });
}

/* FIN and ACK in one segment: FIN-WAIT-1 straight to TIME-WAIT. */
static void
test_close_with_three_segments (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! FIN-WAIT-1! TIME-WAIT!",
          "LISTEN! SYN-RECEIVED! ESTABLISHED! CLOSE-WAIT! LAST-ACK! CLOSED?", AT_CLIENT_HANDSHAKE,
          { MS (100), "> F. 1:1(0) ack 1 win 65535" }, { MS (120), "< F. 1:1(0) ack 2 win 65535" },
          { MS (121), "> . 2:2(0) ack 2 win 65535" });
}

static void
test_half_close (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! FIN-WAIT-1! FIN-WAIT-2! TIME-WAIT!",
          "LISTEN! SYN-RECEIVED! ESTABLISHED! CLOSE-WAIT! LAST-ACK! CLOSED?", AT_CLIENT_HANDSHAKE,
          { MS (100), "> F. 1:1(0) ack 1 win 65535" }, { MS (120), "< . 1:1(0) ack 2 win 65535" },
          { MS (130), "< P. 1:1001(1000) ack 2 win 65535" }, { MS (131), "> . 2:2(0) ack 1001 win 65535" },
          { MS (400), "< FP. 1001:1501(500) ack 2 win 65535" }, { MS (401), "> . 2:2(0) ack 1502 win 65535" });
}

/* Both FINs cross: neither acknowledges the other. */
static void
test_simultaneous_close (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! FIN-WAIT-1! CLOSING! TIME-WAIT?",
          "LISTEN! SYN-RECEIVED! ESTABLISHED! FIN-WAIT-1! CLOSING! TIME-WAIT?", BETWEEN_HANDSHAKE,
          { MS (100), "> F. 1:1(0) ack 1 win 65535" }, { MS (102), "< F. 1:1(0) ack 1 win 65535" },
          { MS (110), "< . 2:2(0) ack 2 win 65535" }, { MS (112), "> . 2:2(0) ack 2 win 65535" });
}

static void
test_simultaneous_open (void)
{
  EXPECT ("SYN-SENT! SYN-RECEIVED! ESTABLISHED!", "SYN-SENT! SYN-RECEIVED! ESTABLISHED!",
          { MS (0), "> S 0:0(0) win 65535" }, { MS (2), "< S 0:0(0) win 65535" },
          { MS (10), "< S. 0:0(0) ack 1 win 65535" }, { MS (12), "> S. 0:0(0) ack 1 win 65535" },
          { MS (30), "> P. 1:11(10) ack 1 win 65535" }, { MS (40), "< P. 1:11(10) ack 11 win 65535" });
}

static void
test_refused (void)
{
  EXPECT ("SYN-SENT! CLOSED?", "", { MS (0), "> S 0:0(0) win 65535" }, { MS (20), "< R. 0:0(0) ack 1 win 0" });
}

/* Nobody answers: nothing is known of the server. */
static void
test_unanswered (void)
{
  EXPECT ("SYN-SENT!", "CLOSED*", { SEC (0), "> S 0:0(0) win 65535" }, { SEC (1), "> S 0:0(0) win 65535" },
          { SEC (3), "> S 0:0(0) win 65535" });
}

/* A half-open scan: the SYN+ACK is answered by a reset, the server goes back to LISTEN. */
static void
test_half_open_scan (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED? CLOSED!", "LISTEN! SYN-RECEIVED! LISTEN?", { MS (0), "> S 0:0(0) win 1024" },
          { MS (20), "< S. 0:0(0) ack 1 win 65535" }, { MS (21), "> R 1:1(0) win 0" });
}

static void
test_reset_by_server (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! CLOSED!", "LISTEN! SYN-RECEIVED! ESTABLISHED! CLOSED!", AT_CLIENT_HANDSHAKE,
          { MS (30), "> P. 1:101(100) ack 1 win 65535" }, { MS (50), "< . 1:1(0) ack 101 win 65535" },
          { MS (60), "< R. 1:1(0) ack 101 win 0" });
}

static void
test_reset_by_client (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! CLOSED!", "LISTEN! SYN-RECEIVED! ESTABLISHED! CLOSED?", AT_CLIENT_HANDSHAKE,
          { MS (30), "> P. 1:101(100) ack 1 win 65535" }, { MS (50), "< . 1:1(0) ack 101 win 65535" },
          { MS (60), "> R. 101:101(0) ack 1 win 0" });
}

/* A reset that both ends outlive was sent by somebody else, or outside the window. */
static void
test_ignored_reset (void)
{
  static const struct line lines[] = {
    AT_CLIENT_HANDSHAKE,
    { MS (30), "> P. 1:101(100) ack 1 win 65535" },
    { MS (40), "< R 40000:40000(0) win 0" },
    { MS (50), "< . 1:1(0) ack 101 win 65535" },
    { MS (90), "> P. 101:201(100) ack 1 win 65535" },
    { MS (110), "< . 1:1(0) ack 201 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));
  const struct trace_event *arrive = find_event (conversation.trace, TRACE_ARRIVE, 4);
  const struct trace_event *discard = trace_get (conversation.trace, arrive->id + 1);

  assert_sound (&conversation);
  assert_states (conversation.trace, HOST_A, "SYN-SENT! ESTABLISHED!");
  assert_states (conversation.trace, HOST_B, "LISTEN! SYN-RECEIVED! ESTABLISHED!");
  g_assert_cmpuint (discard->kind, ==, TRACE_DISCARD);
  g_assert_cmpuint (discard->cause, ==, arrive->id);
  g_assert_cmpuint (discard->host, ==, HOST_A);
  conversation_end (&conversation);
}

/* The capture begins when data flows: unknown, until both ends show that they are still open. */
static void
test_mid_connection (void)
{
  EXPECT ("ESTABLISHED* ESTABLISHED! FIN-WAIT-1! FIN-WAIT-2? TIME-WAIT!",
          "ESTABLISHED* ESTABLISHED! CLOSE-WAIT! LAST-ACK! CLOSED?", { MS (0), "> P. 1000:1100(100) ack 5000 win 501" },
          { MS (10), "< P. 5000:5200(200) ack 1100 win 501" }, { MS (20), "> . 1100:1100(0) ack 5200 win 501" },
          { MS (100), "> F. 1100:1100(0) ack 5200 win 501" }, { MS (110), "< . 5200:5200(0) ack 1101 win 501" },
          { MS (120), "< F. 5200:5200(0) ack 1101 win 501" }, { MS (130), "> . 1101:1101(0) ack 5201 win 501" });
}

/* Only one end sends data: the other may have closed before. */
static void
test_mid_connection_one_way_data (void)
{
  EXPECT ("ESTABLISHED* ESTABLISHED?", "ESTABLISHED* ESTABLISHED?", { MS (0), "> P. 1000:1100(100) ack 5000 win 501" },
          { MS (10), "< . 5000:5000(0) ack 1100 win 501" }, { MS (20), "> P. 1100:1200(100) ack 5000 win 501" },
          { MS (30), "< . 5000:5000(0) ack 1200 win 501" });
}

/* The last ACKs of a close: whoever sent the FINs, it was before the capture. */
static void
test_mid_connection_reset (void)
{
  EXPECT ("ESTABLISHED* ESTABLISHED? CLOSED?", "ESTABLISHED* CLOSED!",
          { MS (0), "> P. 1000:1100(100) ack 5000 win 501" }, { MS (10), "< R 5000:5000(0) win 0" });
}

/* The first thing captured is the SYN+ACK: the SYN must have been sent. */
static void
test_begins_with_syn_ack (void)
{
  static const struct line lines[] = {
    { MS (20), "< S. 0:0(0) ack 1 win 65535" },
    { MS (21), "> . 1:1(0) ack 1 win 65535" },
    { MS (30), "> P. 1:101(100) ack 1 win 65535" },
    { MS (50), "< P. 1:11(10) ack 101 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));
  const struct trace_event *send = find_event (conversation.trace, TRACE_SEND, TRACE_INDEX_NONE);

  assert_sound (&conversation);
  assert_states (conversation.trace, HOST_A, "SYN-SENT! ESTABLISHED!");
  assert_states (conversation.trace, HOST_B, "LISTEN! SYN-RECEIVED! ESTABLISHED!");
  g_assert_nonnull (send);
  g_assert_cmpuint (send->host, ==, HOST_A);
  g_assert_cmpuint (send->knowledge, ==, KNOWLEDGE_UNKNOWN);
  g_assert_cmpuint (trace_segment (conversation.trace, send->id)->flags, ==, TCP_SYN);
  g_assert_cmpuint (trace_segment (conversation.trace, send->id)->seq, ==, CLIENT_ISS);
  g_assert_cmpuint (trace_host_const (conversation.trace, HOST_A)->iss, ==, CLIENT_ISS);
  g_assert_true (trace_host_const (conversation.trace, HOST_A)->iss_known);
  conversation_end (&conversation);
}

/* Only what the client sends was captured. */
static void
test_one_sided (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! FIN-WAIT-1!", "LISTEN? SYN-RECEIVED? ESTABLISHED? CLOSE-WAIT?",
          { MS (0), "> S 0:0(0) win 65535" }, { MS (20), "> . 1:1(0) ack 1 win 65535" },
          { MS (30), "> P. 1:101(100) ack 1 win 65535" }, { MS (90), "> F. 101:101(0) ack 301 win 65535" });
  EXPECT ("ESTABLISHED* ESTABLISHED?", "ESTABLISHED* ESTABLISHED?", { MS (0), "> P. 1000:1100(100) ack 5000 win 501" },
          { MS (20), "> . 1100:1100(0) ack 6000 win 501" });
}

/* A FIN that arrives before the data in front of it is not taken before the gap is filled. */
static void
test_fin_beyond_a_gap (void)
{
  static const struct line lines[] = {
    AT_SERVER_HANDSHAKE,
    { MS (30), "> . 1:101(100) ack 1 win 65535" },
    { MS (30) + US (10), "< . 1:1(0) ack 101 win 65535" },
    { MS (31), "> F. 201:201(0) ack 1 win 65535" },
    { MS (31) + US (10), "< . 1:1(0) ack 101 win 65535" },
    { MS (231), "> . 101:201(100) ack 1 win 65535" },
    { MS (231) + US (10), "< . 1:1(0) ack 202 win 65535" },
  };
  struct conversation conversation = conversation_begin (lines, G_N_ELEMENTS (lines));
  event_id fin = find_event (conversation.trace, TRACE_ARRIVE, 5)->id;
  event_id filled = find_event (conversation.trace, TRACE_ARRIVE, 7)->id;

  assert_sound (&conversation);
  g_assert_cmpint (trace_state_at (conversation.trace, HOST_B, fin + 1), ==, TCP_ESTABLISHED);
  g_assert_cmpint (trace_state_at (conversation.trace, HOST_B, filled), ==, TCP_ESTABLISHED);
  g_assert_cmpint (trace_state_at (conversation.trace, HOST_B, filled + 1), ==, TCP_CLOSE_WAIT);
  conversation_end (&conversation);
}

/* The FIN is lost and sent again: the server closes with the second one. */
static void
test_lost_fin (void)
{
  EXPECT ("SYN-SENT! ESTABLISHED! FIN-WAIT-1! TIME-WAIT!",
          "LISTEN! SYN-RECEIVED! ESTABLISHED! CLOSE-WAIT! LAST-ACK! CLOSED?", AT_CLIENT_HANDSHAKE,
          { MS (100), "> F. 1:1(0) ack 1 win 65535" }, { MS (300), "> F. 1:1(0) ack 1 win 65535" },
          { MS (320), "< F. 1:1(0) ack 2 win 65535" }, { MS (321), "> . 2:2(0) ack 2 win 65535" });
}

/* A split handshake: the server acknowledges the SYN and sends its own apart. */
static void
test_split_handshake (void)
{
  EXPECT ("SYN-SENT! SYN-RECEIVED! ESTABLISHED!", "SYN-RECEIVED! ESTABLISHED!", { MS (0), "> S 0:0(0) win 65535" },
          { MS (20), "< . 0:0(0) ack 1 win 65535" }, { MS (21), "< S 0:0(0) win 65535" },
          { MS (22), "> S. 0:0(0) ack 1 win 65535" }, { MS (42), "< . 1:1(0) ack 1 win 65535" },
          { MS (50), "> P. 1:11(10) ack 1 win 65535" }, { MS (70), "< . 1:1(0) ack 11 win 65535" });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/infer-states/close-at-client", test_close_at_client);
  g_test_add_func ("/trace/infer-states/close-at-server", test_close_at_server);
  g_test_add_func ("/trace/infer-states/close-between", test_close_between);
  g_test_add_func ("/trace/infer-states/close-with-three-segments", test_close_with_three_segments);
  g_test_add_func ("/trace/infer-states/half-close", test_half_close);
  g_test_add_func ("/trace/infer-states/simultaneous-close", test_simultaneous_close);
  g_test_add_func ("/trace/infer-states/simultaneous-open", test_simultaneous_open);
  g_test_add_func ("/trace/infer-states/refused", test_refused);
  g_test_add_func ("/trace/infer-states/unanswered", test_unanswered);
  g_test_add_func ("/trace/infer-states/half-open-scan", test_half_open_scan);
  g_test_add_func ("/trace/infer-states/reset-by-server", test_reset_by_server);
  g_test_add_func ("/trace/infer-states/reset-by-client", test_reset_by_client);
  g_test_add_func ("/trace/infer-states/ignored-reset", test_ignored_reset);
  g_test_add_func ("/trace/infer-states/mid-connection", test_mid_connection);
  g_test_add_func ("/trace/infer-states/mid-connection-one-way-data", test_mid_connection_one_way_data);
  g_test_add_func ("/trace/infer-states/mid-connection-reset", test_mid_connection_reset);
  g_test_add_func ("/trace/infer-states/begins-with-syn-ack", test_begins_with_syn_ack);
  g_test_add_func ("/trace/infer-states/one-sided", test_one_sided);
  g_test_add_func ("/trace/infer-states/fin-beyond-a-gap", test_fin_beyond_a_gap);
  g_test_add_func ("/trace/infer-states/lost-fin", test_lost_fin);
  g_test_add_func ("/trace/infer-states/split-handshake", test_split_handshake);
  return g_test_run ();
}
