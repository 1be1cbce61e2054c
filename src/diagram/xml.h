/* Text in XML. */
#pragma once

#include <stddef.h>
#include <stdio.h>

/* Writes text, also as the value of an attribute: what XML keeps for itself is escaped, control characters, which XML
 * 1.0 does not know, become spaces. */
void xml_write (FILE *file, const char *octets, size_t length);
