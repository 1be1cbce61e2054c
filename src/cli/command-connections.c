#include "cli/command.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
print_text (const struct capture *capture)
{
  char client[ENDPOINT_TEXT_SIZE], server[ENDPOINT_TEXT_SIZE];

  for (guint i = 0; i < capture_connection_count (capture); i++)
    {
      const struct connection_summary *connection = capture_connection (capture, i);
      const struct direction_summary *there = &connection->client_to_server;
      const struct direction_summary *back = &connection->server_to_client;
      endpoint_format (&connection->client, client);
      endpoint_format (&connection->server, server);
      g_autofree char *segments
          = g_strdup_printf (ngettext ("%lu segment", "%lu segments", (gulong) (there->segments + back->segments)),
                             (gulong) (there->segments + back->segments));
      g_autofree char *octets
          = g_strdup_printf (_ ("%lu octets there, %lu back"), (gulong) there->octets, (gulong) back->octets);
      g_autofree char *again
          = g_strdup_printf (_ ("%lu retransmitted"), (gulong) (there->retransmissions + back->retransmissions));
      printf ("%u  %s -> %s  %s, %s, %s\n", i, client, server, segments, octets, again);
    }
}

static void
add_number (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

static void
add_endpoint (JsonBuilder *builder, const char *name, const struct endpoint *endpoint)
{
  char address[IP_ADDRESS_TEXT_SIZE];

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "address");
  json_builder_add_string_value (builder, ip_address_format (&endpoint->address, address));
  add_number (builder, "port", endpoint->port);
  json_builder_end_object (builder);
}

static void
add_direction (JsonBuilder *builder, const char *name, const struct direction_summary *direction)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_number (builder, "segments", direction->segments);
  add_number (builder, "octets", direction->octets);
  add_number (builder, "syns", direction->syns);
  add_number (builder, "fins", direction->fins);
  add_number (builder, "resets", direction->resets);
  add_number (builder, "retransmissions", direction->retransmissions);
  add_number (builder, "duplicate_acks", direction->duplicate_acks);
  json_builder_end_object (builder);
}

static void
print_json (const struct capture *capture)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < capture_connection_count (capture); i++)
    {
      const struct connection_summary *connection = capture_connection (capture, i);
      json_builder_begin_object (builder);
      add_number (builder, "index", i);
      add_endpoint (builder, "client", &connection->client);
      add_endpoint (builder, "server", &connection->server);
      add_direction (builder, "client_to_server", &connection->client_to_server);
      add_direction (builder, "server_to_client", &connection->server_to_client);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  command_print_json (builder);
}

int
command_connections (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autofree char *format = NULL;
  gboolean json;
  int status;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_ ("text or json"), N_ ("FORMAT") },
    G_OPTION_ENTRY_NULL,
  };

  if (!command_parse (argc, argv, entries, _ ("CAPTURE"),
                      _ ("Names the TCP connections in a capture file, one row each, numbered from 0 as first seen."),
                      &path, 1, &status)
      || !command_choose_format (format, &json, &status))
    return status;

  struct capture *capture = command_open_capture (path, &status);
  if (capture == NULL)
    return status;
  if (json)
    print_json (capture);
  else
    print_text (capture);
  capture_free (capture);
  return CLI_DONE;
}
