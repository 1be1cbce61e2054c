/* The sentences of the reasons, in the reader's language, and the sections of the RFCs behind them.
 *
 * The English originals are in sentences-*.def, one for each reason of tcp/reason.def. Titles and texts are templates:
 * "{host} sends its FIN". What the names stand for is in explain/value.h; explain_event fills them in. */
#pragma once

#include "tcp/reason.h"

/* One short sentence without full stop; a template. NULL only when a sentence is missing, which a test reports. */
const char *explain_reason_title (enum tcp_reason reason);

/* One to three sentences; a template. */
const char *explain_reason_text (enum tcp_reason reason);

/* "RFC 9293, section 3.10.4", or NULL when the reason is not TCP's. Free with g_free. */
char *explain_reason_section (enum tcp_reason reason);

/* What that section is about: "CLOSE call"; NULL when there is none. */
const char *explain_reason_section_title (enum tcp_reason reason);

/* Where to read it: "https://www.rfc-editor.org/rfc/rfc9293.html#section-3.10.4", or NULL. Free with g_free. */
char *explain_reason_url (enum tcp_reason reason);
