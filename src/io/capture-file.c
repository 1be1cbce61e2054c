#define _GNU_SOURCE

#include "io/capture-file.h"

#include "io/capture-blocks.h"
#include "io/capture-memory.h"
#include "io/capture.h"
#include "io/file-octets.h"
#include "io/link-types.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Header of a packet in a pcap file, and in the variant of A. Kuznetsov. */
#define PCAP_RECORD_SIZE 16
#define PCAP_RECORD_SIZE_MODIFIED 24
#define PCAP_MAGIC_MODIFIED 0xa1b2cd34

/* How a pcapng file begins, in either byte order. */
#define PCAPNG_MAGIC 0x0a0d0d0a

#define NS_PER_SECOND 1000000000

struct capture_file
{
  char *name; /* for messages */
  int descriptor;
  guint64 size;
  pcap_t *pcap;
  FILE *stream;                  /* that pcap reads; closed with it */
  struct capture_blocks *blocks; /* in use from where libpcap gave up */
  gsize record_size;             /* of a packet's header in a pcap file; 0 = pcapng */
  gint64 last_time;              /* of the packet before */
  char *foreign;                 /* the first link type that we cannot read, behind the first one of the file */
  guint64 foreign_packets;
  gboolean damaged;
  gboolean cut;         /* the damage is no more than that */
  char *memory_warning; /* what was wrong before libpcap saw it */
  char *pcap_message;
  guint64 damaged_at;
};

G_DEFINE_QUARK (hs_capture_error_quark, hs_capture_error)

void
capture_file_finish (struct capture_file *file)
{
  g_clear_pointer (&file->pcap, pcap_close);
  g_clear_pointer (&file->blocks, capture_blocks_free);
  file->stream = NULL;
}

void
capture_file_close (struct capture_file *file)
{
  if (file == NULL)
    return;
  capture_file_finish (file);
  if (file->descriptor >= 0)
    close (file->descriptor);
  g_free (file->name);
  g_free (file->memory_warning);
  g_free (file->pcap_message);
  g_free (file->foreign);
  g_free (file);
}

/* --- opening --- */

static gboolean
fail_errno (const struct capture_file *file, int number, GError **error)
{
  g_set_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_UNREADABLE, _ ("“%s” cannot be read: %s."), file->name,
               g_strerror (number));
  return FALSE;
}

static gboolean
open_descriptor (struct capture_file *file, const char *path, GError **error)
{
  struct stat status;

  file->descriptor = strcmp (path, "-") == 0 ? fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                             : open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (file->descriptor < 0 || fstat (file->descriptor, &status) != 0)
    return fail_errno (file, errno, error);
  if (S_ISDIR (status.st_mode))
    return fail_errno (file, EISDIR, error);
  file->size = S_ISREG (status.st_mode) ? (guint64) status.st_size : 0;
  return TRUE;
}

static gboolean
fail_packed (const struct capture_file *file, const char *packer, GError **error)
{
  g_set_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_FORMAT, _ ("“%s” is packed with %s; unpack it first."),
               file->name, packer);
  return FALSE;
}

/* Brings everything to where libpcap can read it, and we can read it again: at a descriptor that seeks. */
static gboolean
make_seekable (struct capture_file *file, GCancellable *cancellable, GError **error)
{
  struct stat status;
  gboolean regular = fstat (file->descriptor, &status) == 0 && S_ISREG (status.st_mode);
  guint8 head[6] = { 0 };

  if (!regular
      && !capture_memory_copy (&file->descriptor, FALSE, file->name, cancellable, &file->memory_warning, error))
    return FALSE;
  if (pread (file->descriptor, head, sizeof head, 0) < 0)
    return fail_errno (file, errno, error);

  const char *packer = capture_memory_packer (head);
  if (packer != NULL && strcmp (packer, "gzip") != 0)
    return fail_packed (file, packer, error);
  if (packer != NULL
      && !capture_memory_copy (&file->descriptor, TRUE, file->name, cancellable, &file->memory_warning, error))
    return FALSE;

  if (fstat (file->descriptor, &status) != 0)
    return fail_errno (file, errno, error);
  file->size = (guint64) status.st_size;
  if (file->size == 0)
    {
      g_set_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_FORMAT, _ ("“%s” is empty."), file->name);
      return FALSE;
    }
  return TRUE;
}

static gsize
find_record_size (const struct capture_file *file)
{
  guint8 head[4] = { 0 };

  if (pread (file->descriptor, head, sizeof head, 0) < 0 || file_get32 (head, FALSE) == PCAPNG_MAGIC)
    return 0;
  if (file_get32 (head, FALSE) == PCAP_MAGIC_MODIFIED || file_get32 (head, TRUE) == PCAP_MAGIC_MODIFIED)
    return PCAP_RECORD_SIZE_MODIFIED;
  return PCAP_RECORD_SIZE;
}

static gboolean
open_pcap (struct capture_file *file, GError **error)
{
  char message[PCAP_ERRBUF_SIZE] = "";
  int copy = fcntl (file->descriptor, F_DUPFD_CLOEXEC, 3);

  file->stream = copy >= 0 ? fdopen (copy, "rb") : NULL;
  if (file->stream == NULL || fseeko (file->stream, 0, SEEK_SET) != 0)
    return fail_errno (file, errno, error);
  file->pcap = pcap_fopen_offline_with_tstamp_precision (file->stream, PCAP_TSTAMP_PRECISION_NANO, message);
  if (file->pcap == NULL)
    {
      fclose (file->stream);
      if (strstr (message, "unknown file format") != NULL || file->size < 4)
        g_set_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_FORMAT,
                     _ ("“%s” is not a capture file (pcap or pcapng)."), file->name);
      else if (strstr (message, "truncated dump file") != NULL)
        g_set_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_FORMAT, _ ("“%s” ends within its file header."),
                     file->name);
      else
        g_set_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_FORMAT, _ ("“%s” is damaged in its file header: %s."),
                     file->name, message);
      return FALSE;
    }
  file->record_size = find_record_size (file);
  return TRUE;
}

/* "NFLOG (Linux netfilter log messages)", or a number. */
static char *
link_type_name (int link_type)
{
  const char *name = pcap_datalink_val_to_name (link_type);
  const char *description = pcap_datalink_val_to_description (link_type);

  if (name == NULL)
    return g_strdup_printf ("%d", link_type);
  return description != NULL ? g_strdup_printf ("%s (%s)", name, description) : g_strdup (name);
}

static gboolean
check_link_type (const struct capture_file *file, GError **error)
{
  int link_type = pcap_datalink (file->pcap);

  if (link_type_is_known (link_type))
    return TRUE;
  g_autofree char *name = link_type_name (link_type);
  g_set_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_LINK_TYPE,
               _ ("“%s” has the link type %s, which cannot be read."), file->name, name);
  return FALSE;
}

struct capture_file *
capture_file_open (const char *path, GCancellable *cancellable, GError **error)
{
  struct capture_file *file = g_new0 (struct capture_file, 1);

  file->descriptor = -1;
  file->name = strcmp (path, "-") == 0 ? g_strdup (_ ("standard input")) : g_filename_display_basename (path);
  if (!open_descriptor (file, path, error) || !make_seekable (file, cancellable, error) || !open_pcap (file, error)
      || !check_link_type (file, error))
    g_clear_pointer (&file, capture_file_close);
  return file;
}

/* --- reading --- */

double
capture_file_progress (const struct capture_file *file)
{
  guint64 place = file->blocks != NULL ? capture_blocks_place (file->blocks) : (guint64) MAX (ftello (file->stream), 0);

  return MIN ((double) place / (double) file->size, 1.0);
}

/* The time of a packet in ns; a damaged one becomes that of the packet before. */
static gint64
time_of (struct capture_file *file, const struct pcap_pkthdr *header)
{
  gint64 seconds = header->ts.tv_sec;

  /* Parts of a second are in ns, as asked for when the file was opened. */
  if (seconds >= 0 && seconds < CAPTURE_SECONDS_MAX)
    file->last_time = seconds * NS_PER_SECOND + (gint64) header->ts.tv_usec;
  return file->last_time;
}

/* libpcap gave up in a pcapng file: reads on without it. */
static enum capture_next
next_of_blocks (struct capture_file *file, struct capture_packet *packet)
{
  enum capture_next next = capture_blocks_next (file->blocks, packet);

  if (next == CAPTURE_NEXT_PACKET && !link_type_is_known (packet->link_type))
    {
      file->foreign_packets++;
      if (file->foreign == NULL)
        file->foreign = link_type_name (packet->link_type);
    }
  if (next == CAPTURE_NEXT_DAMAGED)
    {
      file->damaged = TRUE;
      file->damaged_at = capture_blocks_place (file->blocks);
      file->cut = capture_blocks_is_cut (file->blocks);
    }
  return next;
}

static enum capture_next
give_up (struct capture_file *file, guint64 place, struct capture_packet *packet)
{
  const char *message = pcap_geterr (file->pcap);

  if (file->record_size == 0)
    {
      file->blocks = capture_blocks_new (file->descriptor, place);
      return next_of_blocks (file, packet);
    }
  file->damaged = TRUE;
  file->damaged_at = place;
  file->cut = strstr (message, "truncated dump file") != NULL;
  file->pcap_message = g_utf8_make_valid (message, -1);
  return CAPTURE_NEXT_DAMAGED;
}

enum capture_next
capture_file_next (struct capture_file *file, struct capture_packet *packet)
{
  struct pcap_pkthdr *header = NULL;

  if (file->blocks != NULL)
    return next_of_blocks (file, packet);

  guint64 place = (guint64) MAX (ftello (file->stream), 0);
  int result = pcap_next_ex (file->pcap, &header, &packet->octets);
  if (result == PCAP_ERROR_BREAK)
    return CAPTURE_NEXT_END;
  if (result != 1)
    return give_up (file, place, packet);
  packet->time = time_of (file, header);
  packet->captured = header->caplen;
  packet->length = header->len;
  packet->link_type = pcap_datalink (file->pcap);
  packet->place = place;
  packet->swapped = pcap_is_swapped (file->pcap) != 0;
  return CAPTURE_NEXT_PACKET;
}

static char *
foreign_sentence (const struct capture_file *file)
{
  gulong count = (gulong) file->foreign_packets;

  return g_strdup_printf (ngettext ("%lu packet has the link type %s, which cannot be read.",
                                    "%lu packets have the link type %s or others that cannot be read.", count),
                          count, file->foreign);
}

char *
capture_file_damage (const struct capture_file *file, guint64 packets)
{
  gulong count = (gulong) packets;
  g_autofree char *place = g_strdup_printf ("%" G_GUINT64_FORMAT, file->damaged_at);

  if (!file->damaged && file->memory_warning == NULL && file->foreign != NULL)
    return foreign_sentence (file);
  if (!file->damaged)
    return g_strdup (file->memory_warning);
  if (file->memory_warning != NULL)
    return g_strdup_printf (ngettext ("%s Read %lu packet.", "%s Read %lu packets.", count), file->memory_warning,
                            count);
  if (file->cut)
    return g_strdup_printf (
        ngettext ("Read %lu packet; the file ends in the middle of the next one, which begins at octet %s.",
                  "Read %lu packets; the file ends in the middle of the next one, which begins at octet %s.", count),
        count, place);
  if (file->pcap_message == NULL)
    return g_strdup_printf (ngettext ("Read %lu packet; the file is damaged at octet %s.",
                                      "Read %lu packets; the file is damaged at octet %s.", count),
                            count, place);
  return g_strdup_printf (ngettext ("Read %lu packet; the file is damaged at octet %s: %s.",
                                    "Read %lu packets; the file is damaged at octet %s: %s.", count),
                          count, place, file->pcap_message);
}

/* --- reading again --- */

gboolean
capture_file_read (const struct capture_file *file, guint64 place, gboolean swapped, gsize offset, guint8 *octets,
                   gsize length)
{
  if (file->record_size > 0)
    place += file->record_size;
  else if (!capture_blocks_find (file->descriptor, &place, swapped))
    return FALSE;
  return capture_read_at (file->descriptor, place + offset, octets, length);
}
