#include "cli/trace-json.h"

#include <string.h>

static const char *const kind_names[TRACE_KIND_COUNT] = {
  [TRACE_CALL] = "call",
  [TRACE_SEND] = "send",
  [TRACE_ARRIVE] = "arrive",
  [TRACE_DISCARD] = "discard",
  [TRACE_STATE] = "state",
  [TRACE_TIMER_START] = "timer_start",
  [TRACE_TIMER_STOP] = "timer_stop",
  [TRACE_TIMER_EXPIRE] = "timer_expire",
  [TRACE_DELIVER] = "deliver",
  [TRACE_NOTICE] = "notice",
  [TRACE_UPDATE] = "update",
  [TRACE_CARRY] = "carry",
  [TRACE_LOSS] = "loss",
  [TRACE_DELAY] = "delay",
  [TRACE_DUPLICATE] = "duplicate",
  [TRACE_CORRUPT] = "corrupt",
  [TRACE_HOLD] = "hold",
  [TRACE_RELEASE] = "release",
  [TRACE_ICMP] = "icmp",
  [TRACE_INJECT] = "inject",
  [TRACE_COMMAND] = "command",
};

struct name_of_bit
{
  unsigned bit;
  const char *name;
};

static const struct name_of_bit flag_names[] = {
  { TCP_SYN, "SYN" }, { TCP_FIN, "FIN" }, { TCP_RST, "RST" }, { TCP_PSH, "PSH" },
  { TCP_ACK, "ACK" }, { TCP_URG, "URG" }, { TCP_ECE, "ECE" }, { TCP_CWR, "CWR" },
};

static const struct name_of_bit mark_names[] = {
  { MARK_RETRANSMISSION, "retransmission" },    { MARK_FAST_RETRANSMISSION, "fast_retransmission" },
  { MARK_SPURIOUS, "spurious_retransmission" }, { MARK_DUPLICATE_ACK, "duplicate_ack" },
  { MARK_OUT_OF_ORDER, "out_of_order" },        { MARK_ZERO_WINDOW, "zero_window" },
  { MARK_WINDOW_PROBE, "zero_window_probe" },   { MARK_KEEPALIVE, "keep_alive" },
  { MARK_WINDOW_UPDATE, "window_update" },      { MARK_GAP_BEFORE, "lost_segment" },
  { MARK_KEEPALIVE_ACK, "keep_alive_ack" },     { MARK_WINDOW_PROBE_ACK, "zero_window_probe_ack" },
  { MARK_WINDOW_FULL, "window_full" },          { MARK_ACK_OF_UNSEEN, "ack_lost_segment" },
  { MARK_REUSED_PORTS, "reused_ports" },
};

static char *
join_bits (unsigned bits, const struct name_of_bit *names, gsize count, const char *separator)
{
  GString *words = g_string_new (NULL);

  for (gsize i = 0; i < count; i++)
    if ((bits & names[i].bit) != 0)
      g_string_append_printf (words, "%s%s", words->len > 0 ? separator : "", names[i].name);
  return g_string_free (words, FALSE);
}

char *
flags_to_words (unsigned flags)
{
  return join_bits (flags, flag_names, G_N_ELEMENTS (flag_names), ",");
}

char *
marks_to_words (unsigned marks)
{
  return join_bits (marks, mark_names, G_N_ELEMENTS (mark_names), " ");
}

void
marks_to_json (unsigned marks, JsonBuilder *builder)
{
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (mark_names); i++)
    if ((marks & mark_names[i].bit) != 0)
      json_builder_add_string_value (builder, mark_names[i].name);
  json_builder_end_array (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/* Empty when the SYN asks for one. */
static void
add_cookie (JsonBuilder *builder, const struct tcp_options *options)
{
  char text[2 * TCP_FAST_OPEN_COOKIE_MAX + 1] = "";

  for (unsigned i = 0; i < options->fast_open_length; i++)
    g_snprintf (text + 2 * (size_t) i, 3, "%02x", options->fast_open_cookie[i]);
  json_builder_set_member_name (builder, "fast_open");
  json_builder_add_string_value (builder, text);
}

static void
options_to_json (const struct tcp_options *options, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  if ((options->present & TCP_OPTION_MSS) != 0)
    add_number (builder, "mss", options->mss);
  if ((options->present & TCP_OPTION_WINDOW_SCALE) != 0)
    add_number (builder, "window_scale", options->window_scale);
  if ((options->present & TCP_OPTION_SACK_PERMITTED) != 0)
    {
      json_builder_set_member_name (builder, "sack_permitted");
      json_builder_add_boolean_value (builder, TRUE);
    }
  if ((options->present & TCP_OPTION_TIMESTAMPS) != 0)
    {
      add_number (builder, "ts_val", options->ts_val);
      add_number (builder, "ts_ecr", options->ts_ecr);
    }
  if ((options->present & TCP_OPTION_USER_TIMEOUT) != 0)
    add_number (builder, "user_timeout", tcp_user_timeout_seconds (options->user_timeout));
  if ((options->present & TCP_OPTION_FAST_OPEN) != 0)
    add_cookie (builder, options);
  if ((options->present & TCP_OPTION_SACK) != 0)
    {
      json_builder_set_member_name (builder, "sack");
      json_builder_begin_array (builder);
      for (unsigned i = 0; i < options->sack_count; i++)
        {
          json_builder_begin_array (builder);
          json_builder_add_int_value (builder, options->sack[i].left);
          json_builder_add_int_value (builder, options->sack[i].right);
          json_builder_end_array (builder);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

void
segment_to_json (const struct segment *segment, JsonBuilder *builder)
{
  g_autofree char *flags = flags_to_words (segment->flags);

  add_string (builder, "flags", flags);
  add_number (builder, "seq", segment->seq);
  if ((segment->flags & TCP_ACK) != 0)
    add_number (builder, "ack", segment->ack);
  add_number (builder, "length", segment->length);
  add_number (builder, "window", segment->wnd);
  if (segment->options.present != 0)
    {
      json_builder_set_member_name (builder, "options");
      options_to_json (&segment->options, builder);
    }
}

static const char *
host_name (unsigned host)
{
  return host == HOST_A ? "A" : host == HOST_B ? "B" : "link";
}

static void
event_to_json (const struct trace *trace, const struct trace_event *event, JsonBuilder *builder)
{
  json_builder_begin_object (builder);
  add_number (builder, "id", event->id);
  add_number (builder, "time_ns", event->at);
  add_string (builder, "host", host_name (event->host));
  if (event->host < HOST_COUNT)
    add_string (builder, "state", tcp_state_name (trace_state_at (trace, event->host, event->id)));
  add_string (builder, "kind", kind_names[event->kind]);
  add_string (builder, "reason", reason_name (event->reason));
  if (event->cause != EVENT_NONE)
    add_number (builder, "cause", event->cause);
  if (event->kind == TRACE_STATE)
    {
      add_string (builder, "before", tcp_state_name (event->before));
      add_string (builder, "after", tcp_state_name (event->after));
    }
  if (event->kind == TRACE_TIMER_START || event->kind == TRACE_TIMER_STOP || event->kind == TRACE_TIMER_EXPIRE)
    add_string (builder, "timer", tcp_timer_name (event->timer));
  if (event->until != VTIME_NEVER)
    add_number (builder, "until_ns", event->until);
  if (event->octets != 0)
    add_number (builder, "octets", event->octets);

  const struct segment *segment = trace_segment (trace, event->id);
  if (segment != NULL)
    {
      json_builder_set_member_name (builder, "segment");
      json_builder_begin_object (builder);
      segment_to_json (segment, builder);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

void
trace_to_json (const struct trace *trace, JsonBuilder *builder)
{
  json_builder_begin_array (builder);
  for (event_id id = 0; id < trace_length (trace); id++)
    event_to_json (trace, trace_get (trace, id), builder);
  json_builder_end_array (builder);
}
