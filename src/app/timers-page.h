/* The timers that run at each host, how long they still run, and what for. */
#pragma once

#include "app/session.h"

#include <adwaita.h>

#define HS_TYPE_TIMERS_PAGE (hs_timers_page_get_type ())
G_DECLARE_FINAL_TYPE (HsTimersPage, hs_timers_page, HS, TIMERS_PAGE, AdwBin)

HsTimersPage *hs_timers_page_new (HsSession *session);

/* Shows the moment of the session. */
void hs_timers_page_update (HsTimersPage *self);
