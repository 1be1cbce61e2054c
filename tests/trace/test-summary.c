#include "conversation.h"
#include "trace/summary.h"

static void
test_counts (void)
{
  static const struct line lines[] = {
    { MS (5), "> S 0:0(0) win 65535" },
    { MS (6), "< S. 0:0(0) ack 1 win 65535" },
    { MS (7), "> . 1:1(0) ack 1 win 65535" },
    { MS (8), "> P. 1:101(100) ack 1 win 65535" },
    { MS (300), "> P. 1:101(100) ack 1 win 65535" },
    { MS (301), "< . 1:1(0) ack 101 win 65535" },
    { MS (302), "< . 1:1(0) ack 101 win 65535" },
    { MS (303), "< F. 1:1(0) ack 101 win 65535" },
    { MS (304), "> R 101:101(0) win 0" },
  };
  struct connection_summary summary;
  struct analysis analysis;

  analysis_init (&analysis);
  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      struct segment segment = segment_from_text (lines[i].text);
      bool from_client = lines[i].text[0] == '>';

      if (i == 0)
        {
          g_assert_true (connection_sender_is_client (&segment));
          connection_summary_init (&summary, &segment);
        }
      connection_summary_add (&summary, lines[i].time, from_client, &segment,
                              analysis_add (&analysis, lines[i].time, from_client ? 0 : 1, &segment).marks);
    }
  analysis_clear (&analysis);
  g_assert_cmpuint (summary.client.port, ==, 40000);
  g_assert_cmpuint (summary.server.port, ==, 80);
  g_assert_cmpint (summary.first_time, ==, MS (5));
  g_assert_cmpint (summary.last_time, ==, MS (304));
  g_assert_cmpuint (summary.client_to_server.segments, ==, 5);
  g_assert_cmpuint (summary.client_to_server.octets, ==, 200);
  g_assert_cmpuint (summary.client_to_server.syns, ==, 1);
  g_assert_cmpuint (summary.client_to_server.fins, ==, 0);
  g_assert_cmpuint (summary.client_to_server.resets, ==, 1);
  g_assert_cmpuint (summary.client_to_server.retransmissions, ==, 1);
  g_assert_cmpuint (summary.server_to_client.segments, ==, 4);
  g_assert_cmpuint (summary.server_to_client.syns, ==, 1);
  g_assert_cmpuint (summary.server_to_client.fins, ==, 1);
  g_assert_cmpuint (summary.server_to_client.duplicate_acks, ==, 1);
}

/* A SYN+ACK comes from the server; anyone else who speaks first is the client. */
static void
test_client (void)
{
  static const struct
  {
    const char *text;
    uint16_t client_port;
  } cases[] = {
    { "> S 0:0(0) win 65535", 40000 },
    { "< S. 0:0(0) ack 1 win 65535", 40000 },
    { "< . 5:5(0) ack 1 win 65535", 80 },
    { "< R. 5:5(0) ack 1 win 65535", 80 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct segment segment = segment_from_text (cases[i].text);
      struct connection_summary summary;

      connection_summary_init (&summary, &segment);
      g_assert_cmpuint (summary.client.port, ==, cases[i].client_port);
      g_assert_cmpuint (summary.client_to_server.segments + summary.server_to_client.segments, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/summary/counts", test_counts);
  g_test_add_func ("/trace/summary/client", test_client);
  return g_test_run ();
}
