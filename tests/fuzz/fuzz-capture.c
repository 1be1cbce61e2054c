/* Capture files: whatever is in the file, it is opened or refused with a sentence, and its connections are inferred. */
#define _GNU_SOURCE /* memfd_create */

#include "fuzz.h"

#include "io/capture.h"
#include "trace/text.h"

#include <sys/mman.h>
#include <unistd.h>

#define CONNECTIONS_MAX 8

static void
read_connection (const struct capture *capture, guint index)
{
  struct trace *trace = capture_trace (capture, index);
  char line[TRACE_LINE_SIZE];

  for (guint i = 0; i < capture_segment_count (capture, index); i++)
    {
      FUZZ_CHECK (capture_packet_number (capture, index, i) <= capture_packets (capture));
      capture_segment_time (capture, index, i);
    }
  if (trace == NULL)
    return;
  for (size_t i = 0; i < trace_length (trace); i++)
    trace_line (trace, (event_id) i, TRACE_NUMBERS_RELATIVE, line);
  trace_free (trace);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int descriptor = memfd_create ("capture", 0);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", descriptor);
  g_autoptr (GError) error = NULL;

  FUZZ_CHECK (descriptor >= 0 && write (descriptor, data, size) == (ssize_t) size);
  struct capture *capture = capture_open (path, NULL, NULL, NULL, &error);
  FUZZ_CHECK ((capture == NULL) == (error != NULL));
  if (capture != NULL)
    {
      for (guint i = 0; i < capture_connection_count (capture) && i < CONNECTIONS_MAX; i++)
        read_connection (capture, i);
      capture_free (capture);
    }
  close (descriptor);
  return 0;
}
