#include "record.h"

#include "peer.h"

#include <glib/gstdio.h>
#include <string.h>

/* A pcap file with times in nanoseconds. */
#define MAGIC 0xa1b23c4d
#define LINK_TYPE_ETHERNET 1
#define SNAPLEN 65535

/* A TCP checksum that is not known to be right, or anything else that is wrong; what an ICMP error quotes is as it
 * arrived, damages and all. Linux writes a checksum of 0 as 0xffff,
 * as UDP would have it: that is the same number, and tshark complains; from us it must be 0. */
#define WRONG                                                                                                          \
  "(tcp && !icmp && !icmpv6 && tcp.checksum.status != 1 && !(tcp.checksum == 0xffff && eth.src != " OUR_MAC "))"       \
  " || ip.checksum.status == 0 || icmp.checksum.status == 0"                                                           \
  " || icmpv6.checksum.status == 0 || _ws.malformed || tcp.option.len.invalid || tcp.options.wscale.shift.invalid"     \
  " || tcp.suboption_malformed || tcp.bogus_header_length || tcp.options.unknown"

struct file_header
{
  guint32 magic;
  guint16 major, minor;
  gint32 zone;
  guint32 accuracy, snaplen, link_type;
};

struct frame_header
{
  guint32 seconds, nanoseconds, captured, length;
};

gboolean
record_open (struct record *record, const char *directory, const char *name)
{
  const struct file_header header
      = { .magic = MAGIC, .major = 2, .minor = 4, .snaplen = SNAPLEN, .link_type = LINK_TYPE_ETHERNET };
  g_autofree char *file = g_strdelimit (g_strconcat (name, ".pcap", NULL), "/", '-');

  record->path = g_build_filename (directory, file, NULL);
  record->file = g_fopen (record->path, "wbe");
  record->frames = 0;
  return record->file != NULL && fwrite (&header, sizeof header, 1, record->file) == 1;
}

void
record_add (struct record *record, const guint8 *frame, gsize length, vtime now)
{
  const struct frame_header header = { .seconds = (guint32) (now / SEC (1)),
                                       .nanoseconds = (guint32) (now % SEC (1)),
                                       .captured = (guint32) length,
                                       .length = (guint32) length };

  fwrite (&header, sizeof header, 1, record->file);
  fwrite (frame, length, 1, record->file);
  record->frames++;
}

gboolean
record_judge_is_there (void)
{
  g_autofree char *program = g_find_program_in_path ("tshark");

  return program != NULL;
}

/* One line for each frame that something is wrong with, and one for the last frame. */
static char *
ask_tshark (const struct record *record, GError **error)
{
  g_autofree char *filter = g_strdup_printf ("frame.number == %" G_GUINT64_FORMAT " || " WRONG, record->frames);
  const char *arguments[]
      = { "tshark", "-n", "-r", record->path, "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o",
          "tcp.desegment_tcp_streams:FALSE", "-o", "tcp.analyze_sequence_numbers:FALSE",
          /* Nothing is to guess at the contents. */
          "-d", "tcp.port==0-65535,data", "-Y", filter, "-T", "fields", "-e", "frame.number", "-e",
          "tcp.checksum.status", "-e", "_ws.expert.message", NULL };
  char *output = NULL;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output,
                NULL, NULL, error);
  return output;
}

char *
record_judge (struct record *record)
{
  g_autoptr (GError) error = NULL;
  char *complaint = NULL;

  if (fclose (record->file) != 0)
    return g_strdup ("the record is not whole");
  if (record->frames > 0 && record_judge_is_there ())
    {
      g_autofree char *lines = ask_tshark (record, &error);
      g_autofree char *last = g_strdup_printf ("%" G_GUINT64_FORMAT "\t", record->frames);
      if (lines == NULL)
        complaint = g_strdup (error->message);
      else if (!g_str_has_prefix (lines, last) || strchr (lines, '\n') != lines + strlen (lines) - 1)
        complaint = g_strdup_printf ("tshark on %s: %.100s", record->path, lines);
    }
  if (complaint == NULL && !record->keep)
    g_unlink (record->path);
  g_clear_pointer (&record->path, g_free);
  return complaint;
}
