/* Runs written as pcap: read back by our own reader, and judged by tshark where it is installed. */
#include "io/capture.h"
#include "io/pcap-writer.h"
#include "io/scenario-file.h"
#include "sim/sim.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
temporary_path (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("handshake-pcap-XXXXXX", &error);

  g_assert_no_error (error);
  return g_build_filename (directory, "run.pcap", NULL);
}

static void
remove_path (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (directory);
}

static struct sim *
run_shipped (const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data_directory = g_build_filename (g_getenv ("HANDSHAKE_SOURCE"), "data", NULL);

  g_setenv ("HANDSHAKE_DATA_DIR", data_directory, TRUE);
  struct scenario_file *file = scenario_file_find (id, "C", &error);
  g_assert_no_error (error);
  struct sim *sim = sim_new (&file->scenario, 0, NULL);
  sim_run (sim, MIN (file->scenario.until, SEC (3600)));
  scenario_file_free (file);
  return sim;
}

static char *
write_run (const struct sim *sim)
{
  g_autoptr (GError) error = NULL;
  char *path = temporary_path ();

  pcap_write_trace (sim_trace (sim), path, &error);
  g_assert_no_error (error);
  return path;
}

static guint
count_kind (const struct trace *trace, enum trace_kind kind)
{
  guint count = 0;

  for (size_t id = 0; id < trace_length (trace); id++)
    count += trace_get (trace, (event_id) id)->kind == kind;
  return count;
}

/* Without faults of the link: one packet for each segment sent, in the same order, octet for octet, at the same time.
 */
static void
test_read_back (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct sim *sim = run_shipped (data);
  const struct trace *trace = sim_trace (sim);
  g_autofree char *path = write_run (sim);
  struct capture *capture = capture_open (path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (capture_warning (capture));
  g_assert_cmpuint (capture_packets (capture), ==, count_kind (trace, TRACE_SEND));
  g_assert_cmpuint (capture_packets_without_tcp (capture), ==, 0);
  g_assert_cmpuint (capture_connection_count (capture), ==, 1);
  g_assert_cmpint (capture_connection (capture, 0)->first_time, ==, 0);

  struct trace *seen = capture_trace (capture, 0);
  event_id other = 0;
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      size_t sent_length = 0, seen_length = 0;
      if (trace_get (trace, id)->kind != TRACE_SEND)
        continue;
      const uint8_t *sent = trace_packet (trace, id, &sent_length);
      guint64 wanted = capture_segment_count (capture, 0);
      bool found = false;
      for (other = 0; other < trace_length (seen) && !found; other++)
        {
          const struct trace_event *event = trace_get (seen, other);
          const uint8_t *packet = trace_packet (seen, other, &seen_length);
          found = event->kind == TRACE_SEND && event->command < wanted && seen_length == sent_length
                  && memcmp (packet, sent, sent_length) == 0;
        }
      g_assert_true (found);
    }
  trace_free (seen);
  capture_free (capture);
  sim_free (sim);
  remove_path (path);
}

/* What the link changes or doubles is there as it was sent and as it arrived; what it loses, as it was sent. */
static void
test_faults (void)
{
  static const struct
  {
    enum scenario_fault_action action;
    guint more;
  } cases[] = { { FAULT_DROP, 0 }, { FAULT_DUPLICATE, 1 }, { FAULT_CORRUPT, 1 }, { FAULT_DELAY, 0 } };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      struct scenario scenario;
      scenario_init (&scenario);
      scenario.commands[0] = (struct sim_command){ .kind = COMMAND_LISTEN, .host = HOST_B, .copy = EVENT_NONE };
      scenario.commands[1] = (struct sim_command){ .kind = COMMAND_CONNECT, .host = HOST_A, .copy = EVENT_NONE };
      scenario.command_count = 2;
      scenario.faults[0] = (struct scenario_fault){
        .from = HOST_A, .match = SEGMENT_SYN, .action = (uint8_t) cases[i].action, .nth = 1, .count = 1, .delay = MS (1)
      };
      scenario.fault_count = 1;
      struct sim *sim = sim_new (&scenario, 0, NULL);
      sim_run (sim, SEC (100));
      g_autofree char *path = write_run (sim);
      struct capture *capture = capture_open (path, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (capture_packets (capture), ==, count_kind (sim_trace (sim), TRACE_SEND) + cases[i].more);
      capture_free (capture);
      sim_free (sim);
      remove_path (path);
    }
}

/* What no host sent is there once, as it arrived. */
static void
test_injected (void)
{
  g_autoptr (GError) error = NULL;
  struct sim *sim = run_shipped ("challenge-ack");
  g_autofree char *path = write_run (sim);
  struct capture *capture = capture_open (path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (count_kind (sim_trace (sim), TRACE_INJECT), ==, 4);
  g_assert_cmpuint (capture_packets (capture), ==, count_kind (sim_trace (sim), TRACE_SEND) + 4);
  capture_free (capture);
  sim_free (sim);
  remove_path (path);
}

/* A file that cannot be written is an error. */
static void
test_unwritable (void)
{
  g_autoptr (GError) error = NULL;
  struct sim *sim = run_shipped ("three-way-handshake");

  g_assert_false (pcap_write_trace (sim_trace (sim), "/no/such/directory/run.pcap", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  sim_free (sim);
}

/* The fields of every packet, one line a packet, as tshark sees them with all checksums verified. */
static char *
tshark (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  char *fields = NULL;
  int status = 0;
  const char *arguments[] = { "tshark", "-n",
                              "-r",     path,
                              "-o",     "tcp.check_checksum:TRUE",
                              "-o",     "ip.check_checksum:TRUE",
                              "-T",     "fields",
                              "-E",     "separator=;",
                              "-e",     "tcp.checksum.status",
                              "-e",     "ip.checksum.status",
                              "-e",     "_ws.malformed",
                              "-e",     "tcp.analysis.flags",
                              NULL };

  g_spawn_sync (NULL, (char **) (gpointer) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &fields, &said, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return fields;
}

static void
test_tshark (gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("tshark");
  if (program == NULL)
    {
      g_test_skip ("tshark is not installed");
      return;
    }

  struct sim *sim = run_shipped (data);
  bool v6 = sim_scenario (sim)->hosts[HOST_A].address.family == IP_V6; /* which has no sum of its own */
  g_autofree char *path = write_run (sim);
  g_autofree char *fields = tshark (path);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (fields), "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, count_kind (sim_trace (sim), TRACE_SEND));
  for (char **line = lines; *line != NULL; line++)
    g_assert_cmpstr (*line, ==, v6 ? "1;;;" : "1;1;;"); /* good sums, not malformed, nothing to remark */
  sim_free (sim);
  remove_path (path);
}

int
main (int argc, char **argv)
{
  static const char *const quiet[]
      = { "three-way-handshake", "four-way-close", "half-close", "three-segment-close", "full-connection-ipv6" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/io/pcap-writer/read-back", "full-connection", test_read_back);
  g_test_add_data_func ("/io/pcap-writer/read-back-v6", "full-connection-ipv6", test_read_back);
  g_test_add_func ("/io/pcap-writer/faults", test_faults);
  g_test_add_func ("/io/pcap-writer/injected", test_injected);
  g_test_add_func ("/io/pcap-writer/unwritable", test_unwritable);
  for (size_t i = 0; i < G_N_ELEMENTS (quiet); i++)
    {
      g_autofree char *name = g_strconcat ("/io/pcap-writer/tshark/", quiet[i], NULL);
      g_test_add_data_func (name, quiet[i], test_tshark);
    }
  return g_test_run ();
}
