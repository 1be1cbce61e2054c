/* Tests in two languages: switches the language of gettext within the process. */
#pragma once

#include <glib.h>
#include <libintl.h>
#include <locale.h>

/* False, with the test skipped, when the system has no UTF-8 locale at all: then nothing is ever translated. */
static inline gboolean
use_language (const char *language)
{
  static const char *const locales[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8", "zh_CN.UTF-8" };
  const char *found = NULL;

  /* LC_ALL of the environment would win over the names here, and LANGUAGE works only under a locale that is not "C". */
  for (gsize i = 0; i < G_N_ELEMENTS (locales) && found == NULL; i++)
    found = setlocale (LC_ALL, locales[i]);
  if (found == NULL)
    {
      g_test_skip ("no UTF-8 locale on this system");
      return FALSE;
    }
  g_setenv ("LANGUAGE", language, TRUE);
  bindtextdomain ("handshake", g_getenv ("HANDSHAKE_LOCALE_DIR"));
  bind_textdomain_codeset ("handshake", "UTF-8");
  textdomain ("handshake");
  return TRUE;
}
