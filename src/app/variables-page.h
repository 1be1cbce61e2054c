/* The TCB variables of both hosts at `now`, side by side, with what the last step changed. */
#pragma once

#include "app/session.h"
#include "explain/variable.h"

#include <adwaita.h>

#define HS_TYPE_VARIABLES_PAGE (hs_variables_page_get_type ())
G_DECLARE_FINAL_TYPE (HsVariablesPage, hs_variables_page, HS, VARIABLES_PAGE, AdwBin)

HsVariablesPage *hs_variables_page_new (HsSession *session);

/* Shows the place of the session. stale: the document is another one. */
void hs_variables_page_update (HsVariablesPage *self, gboolean stale);

/* What a cell says, and whether it is marked as changed; for tests. variable as explain/variable.h counts. */
const char *hs_variables_page_get_text (HsVariablesPage *self, size_t variable, unsigned host);
gboolean hs_variables_page_is_changed (HsVariablesPage *self, size_t variable, unsigned host);
