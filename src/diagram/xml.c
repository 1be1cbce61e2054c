#include "diagram/xml.h"

void
xml_write (FILE *file, const char *octets, size_t length)
{
  for (size_t i = 0; i < length; i++)
    switch (octets[i])
      {
      case '&':
        fputs ("&amp;", file);
        break;
      case '<':
        fputs ("&lt;", file);
        break;
      case '>':
        fputs ("&gt;", file);
        break;
      case '"':
        fputs ("&quot;", file);
        break;
      default:
        fputc ((unsigned char) octets[i] < 0x20 ? ' ' : octets[i], file);
      }
}
