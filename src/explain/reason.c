#include "explain/reason.h"

#include <glib/gi18n.h>
#include <stdbool.h>
#include <string.h>

struct sentence
{
  const char *title;
  const char *text;
};

#define SENTENCE(id, title, text) [REASON_##id] = { title, text },
static const struct sentence sentences[REASON_COUNT] = {
#include "explain/sentences-arrive.def"
#include "explain/sentences-call.def"
#include "explain/sentences-discard.def"
#include "explain/sentences-link.def"
#include "explain/sentences-notice.def"
#include "explain/sentences-send.def"
#include "explain/sentences-state.def"
#include "explain/sentences-timer.def"
#include "explain/sentences-update.def"
};
#undef SENTENCE

const char *
explain_reason_title (enum tcp_reason reason)
{
  return sentences[reason].title != NULL ? _ (sentences[reason].title) : NULL;
}

const char *
explain_reason_text (enum tcp_reason reason)
{
  return sentences[reason].text != NULL ? _ (sentences[reason].text) : NULL;
}

/* RFC 6298 numbers its rules (5.1) within section 5, so that "section 5.1" would not be found there. */
static bool
counts_rules (enum tcp_reason reason)
{
  return reason_rfc (reason) == 6298 && strchr (reason_section (reason), '.') != NULL;
}

char *
explain_reason_section (enum tcp_reason reason)
{
  const char *section = reason_section (reason);

  if (reason_rfc (reason) == 0)
    return NULL;
  if (*section == '\0')
    return g_strdup_printf ("RFC %d", reason_rfc (reason));
  if (counts_rules (reason))
    return g_strdup_printf (_ ("RFC %d, rule (%s)"), reason_rfc (reason), section);
  return g_strdup_printf (_ ("RFC %d, section %s"), reason_rfc (reason), section);
}

char *
explain_reason_url (enum tcp_reason reason)
{
  const char *section = reason_section (reason);
  int length = (int) (counts_rules (reason) ? strcspn (section, ".") : strlen (section));

  if (reason_rfc (reason) == 0)
    return NULL;
  if (length == 0)
    return g_strdup_printf ("https://www.rfc-editor.org/rfc/rfc%d.html", reason_rfc (reason));
  return g_strdup_printf ("https://www.rfc-editor.org/rfc/rfc%d.html#section-%.*s", reason_rfc (reason), length,
                          section);
}

struct section_title
{
  int rfc;
  const char *section;
  const char *title;
};

/* What each cited section is about, close to its heading. */
static const struct section_title section_titles[] = {
#define SECTION(rfc, section, title) { rfc, section, title },
#include "explain/section-titles.def"
#undef SECTION
};

const char *
explain_reason_section_title (enum tcp_reason reason)
{
  for (size_t i = 0; i < G_N_ELEMENTS (section_titles); i++)
    if (section_titles[i].rfc == reason_rfc (reason)
        && strcmp (section_titles[i].section, reason_section (reason)) == 0)
      return _ (section_titles[i].title);
  return NULL;
}
