#define _GNU_SOURCE

#include "io/capture-memory.h"

#include "io/capture-file.h"
#include "io/capture.h"

#include <errno.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIECE_SIZE 65536

const char *
capture_memory_packer (const guint8 *head)
{
  static const struct
  {
    const char *name;
    const char *magic;
  } packers[] = {
    { "gzip", "\x1f\x8b" },
    { "zstd", "\x28\xb5\x2f\xfd" },
    { "xz", "\xfd"
            "7zXZ" },
    { "bzip2", "BZh" },
    { "lz4", "\x04\x22\x4d\x18" },
    { "zip", "PK\x03\x04" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (packers); i++)
    if (memcmp (head, packers[i].magic, strlen (packers[i].magic)) == 0)
      return packers[i].name;
  return NULL;
}

static GInputStream *
open_stream (int descriptor, gboolean unpack)
{
  g_autoptr (GInputStream) plain = g_unix_input_stream_new (descriptor, FALSE);

  if (!unpack)
    return g_steal_pointer (&plain);
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  return g_converter_input_stream_new (plain, G_CONVERTER (gunzip));
}

static gboolean
write_all (int descriptor, const guint8 *octets, gsize length)
{
  while (length > 0)
    {
      ssize_t written = write (descriptor, octets, length);
      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      octets += written;
      length -= (gsize) written;
    }
  return TRUE;
}

/* Copies until the end, the limit, or what is wrong: *why is then set. Returns how much was copied. */
static guint64
copy_stream (GInputStream *stream, int memory, GCancellable *cancellable, GError **why)
{
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  guint64 copied = 0;

  for (;;)
    {
      gssize length = g_input_stream_read (stream, piece, PIECE_SIZE, cancellable, why);
      if (length <= 0)
        return copied;
      if (copied + (guint64) length > CAPTURE_MEMORY_MAX)
        {
          g_set_error_literal (why, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _ ("it has more than 2 GiB"));
          return copied;
        }
      if (!write_all (memory, piece, (gsize) length))
        {
          g_set_error_literal (why, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
          return copied;
        }
      copied += (guint64) length;
    }
}

gboolean
capture_memory_copy (int *descriptor, gboolean unpack, const char *name, GCancellable *cancellable, char **warning,
                     GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (GInputStream) stream = open_stream (*descriptor, unpack);
  int memory = memfd_create ("capture", MFD_CLOEXEC);

  if (memory < 0)
    {
      g_set_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_UNREADABLE, _ ("“%s” cannot be read: %s."), name,
                   g_strerror (errno));
      return FALSE;
    }
  if (unpack)
    lseek (*descriptor, 0, SEEK_SET);
  guint64 copied = copy_stream (stream, memory, cancellable, &why);
  if (why != NULL && (copied == 0 || g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      close (memory);
      if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&why));
      else
        g_set_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_UNREADABLE, _ ("“%s” cannot be read: %s."), name,
                     why->message);
      return FALSE;
    }
  if (why != NULL && *warning == NULL)
    *warning = g_strdup_printf (_ ("Only the beginning of “%s” could be read: %s."), name, why->message);
  close (*descriptor);
  *descriptor = memory;
  return TRUE;
}
