#include "explain/segment-name.h"
#include "explain/format.h"

#include <glib/gi18n.h>

const char *
explain_segment_name (const struct segment *segment)
{
  if (segment->flags & TCP_RST)
    return "RST";
  if (segment->flags & TCP_SYN)
    return segment->flags & TCP_ACK ? "SYN+ACK" : "SYN";
  if (segment->flags & TCP_FIN)
    return "FIN";
  return segment->length > 0 ? _ ("data segment") : "ACK";
}

char *
explain_segment_flags (const struct segment *segment)
{
  static const struct
  {
    uint8_t flag;
    const char *name;
  } flags[] = {
    { TCP_SYN, "SYN" }, { TCP_FIN, "FIN" }, { TCP_RST, "RST" }, { TCP_PSH, "PSH" },
    { TCP_ACK, "ACK" }, { TCP_URG, "URG" }, { TCP_ECE, "ECE" }, { TCP_CWR, "CWR" },
  };
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (flags); i++)
    if (segment->flags & flags[i].flag)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", flags[i].name);
  if (text->len == 0)
    g_string_append (text, _ ("no bit set"));
  return g_string_free (text, FALSE);
}

char *
explain_segment_line (const struct segment *segment)
{
  g_autofree char *flags = explain_segment_flags (segment);
  GString *line = g_string_new (flags);

  g_string_append_printf (line, _ (", seq %u"), segment->seq);
  if (segment->flags & TCP_ACK)
    g_string_append_printf (line, _ (", ack %u"), segment->ack);
  if (segment->length > 0)
    {
      g_autofree char *octets = explain_format_octets (segment->length);

      g_string_append_printf (line, _ (", %s"), octets);
    }
  return g_string_free (line, FALSE);
}
