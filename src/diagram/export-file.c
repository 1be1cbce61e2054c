#include "diagram/export-file.h"

#include <errno.h>

FILE *
export_file_open (const char *path)
{
  FILE *file = fopen (path, "wb");

  if (file != NULL)
    errno = 0;
  return file;
}

cairo_status_t
export_file_write (void *file, const unsigned char *octets, unsigned length)
{
  return fwrite (octets, 1, length, file) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

enum export_result
export_file_close (FILE *file, bool complete)
{
  int error = errno;
  /* cairo does not tell of every write that failed. */
  bool failed = !complete || ferror (file) != 0;

  if (fclose (file) != 0)
    return EXPORT_FAILED;
  if (!failed)
    return EXPORT_OK;
  errno = error != 0 ? error : EIO;
  return EXPORT_FAILED;
}
