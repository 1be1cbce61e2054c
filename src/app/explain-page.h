/* What happened, by which rule, with the numbers of that moment, and what led to it. */
#pragma once

#include "app/session.h"

#include <adwaita.h>

#define HS_TYPE_EXPLAIN_PAGE (hs_explain_page_get_type ())
G_DECLARE_FINAL_TYPE (HsExplainPage, hs_explain_page, HS, EXPLAIN_PAGE, AdwBin)

HsExplainPage *hs_explain_page_new (HsSession *session);

/* Explains an event; EVENT_NONE = nothing has happened yet. stale: the document is another one, so that an equal id
 * means nothing. */
void hs_explain_page_update (HsExplainPage *self, event_id subject, gboolean stale);
