#include "cli/command.h"
#include "cli/trace-json.h"
#include "wire/segment-text.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* One captured segment, as the trace of its connection has it. */
struct row
{
  guint64 packet; /* number in the file, from 1 */
  vtime time;     /* since the first segment of the connection */
  const struct trace_event *event;
  const struct segment *segment;
};

/* The captured segments in the order of the file. The trace may have them in another: there an estimated departure
 * counts. */
static GArray *
collect_rows (const struct capture *capture, guint connection, const struct trace *trace)
{
  guint count = capture_segment_count (capture, connection);
  GArray *rows = g_array_sized_new (FALSE, TRUE, sizeof (struct row), count);

  g_array_set_size (rows, count);
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      const struct trace_event *event = trace_get (trace, id);
      if (event->kind != TRACE_SEND || event->command >= count)
        continue;
      g_array_index (rows, struct row, event->command) = (struct row){
        .packet = capture_packet_number (capture, connection, event->command),
        .time
        = capture_segment_time (capture, connection, event->command) - capture_segment_time (capture, connection, 0),
        .event = event,
        .segment = trace_segment (trace, id),
      };
    }
  return rows;
}

static void
print_text (const struct trace *trace, GArray *rows)
{
  char text[SEGMENT_TEXT_SIZE];

  for (guint i = 0; i < rows->len; i++)
    {
      const struct row *row = &g_array_index (rows, struct row, i);
      if (row->segment == NULL)
        continue;
      const struct trace_host *sender = trace_host_const (trace, row->event->host);
      const struct trace_host *receiver = trace_host_const (trace, row->event->host == HOST_A ? HOST_B : HOST_A);
      g_autofree char *marks = marks_to_words (row->event->marks);
      segment_format (row->segment, sender->iss_known ? sender->iss : 0, receiver->iss_known ? receiver->iss : 0, text);
      printf ("%6" G_GUINT64_FORMAT "  %14.6f  %c  %s%s%s\n", row->packet, (double) row->time / 1e9,
              row->event->host == HOST_A ? '>' : '<', text, *marks != '\0' ? "  " : "", marks);
    }
}

static void
print_json (GArray *rows)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const struct row *row = &g_array_index (rows, struct row, i);
      if (row->segment == NULL)
        continue;
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "packet");
      json_builder_add_int_value (builder, (gint64) row->packet);
      json_builder_set_member_name (builder, "time_ns");
      json_builder_add_int_value (builder, row->time);
      json_builder_set_member_name (builder, "from");
      json_builder_add_string_value (builder, row->event->host == HOST_A ? "client" : "server");
      segment_to_json (row->segment, builder);
      json_builder_set_member_name (builder, "marks");
      marks_to_json (row->event->marks, builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  command_print_json (builder);
}

static int
print_connection (const struct capture *capture, int given, gboolean json)
{
  int status;

  if (!command_has_connection (capture, given, &status))
    return status;
  guint connection = (guint) given;
  struct trace *trace = capture_trace (capture, connection);
  if (trace == NULL)
    return command_fail (_ ("There is not enough memory."));
  g_autoptr (GArray) rows = collect_rows (capture, connection, trace);
  if (json)
    print_json (rows);
  else
    print_text (trace, rows);
  trace_free (trace);
  return CLI_DONE;
}

int
command_segments (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autofree char *format = NULL;
  g_autofree char *number = NULL;
  gboolean json;
  int status;
  const GOptionEntry entries[] = {
    { "connection", 0, 0, G_OPTION_ARG_STRING, &number, N_ ("which connection of a capture, from 0"), "N" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_ ("text or json"), N_ ("FORMAT") },
    G_OPTION_ENTRY_NULL,
  };

  if (!command_parse (argc, argv, entries, _ ("CAPTURE"),
                      _ ("Prints the segments of one connection: packet number, time in seconds since its first "
                         "segment, direction (> from the client), the segment with relative numbers, and marks."),
                      &path, 1, &status)
      || !command_choose_format (format, &json, &status))
    return status;
  if (number == NULL)
    return command_misused (_ ("Say with --connection which connection; “handshake connections” numbers them."));
  gint64 connection;
  if (!g_ascii_string_to_signed (number, 10, 0, G_MAXINT, &connection, NULL))
    return command_misused (_ ("--connection must be a number from 0, not “%s”."), number);

  struct capture *capture = command_open_capture (path, &status);
  if (capture == NULL)
    return status;
  status = print_connection (capture, (int) connection, json);
  capture_free (capture);
  return status;
}
