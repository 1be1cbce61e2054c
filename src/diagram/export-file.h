/* The file that an export writes: opened, written by cairo if need be, and closed with what became of it. */
#pragma once

#include "diagram/export.h"

#include <stdio.h>

/* NULL with errno set when it cannot be written. */
FILE *export_file_open (const char *path);

/* A cairo_write_func_t; `file` is a FILE. */
cairo_status_t export_file_write (void *file, const unsigned char *octets, unsigned length);

/* Closes the file. EXPORT_FAILED with errno set when `complete` is false or a write failed. */
enum export_result export_file_close (FILE *file, bool complete);
