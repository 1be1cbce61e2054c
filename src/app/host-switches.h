/* The counter-experiments of a host: what its TCP can be told to do otherwise, some of which TCP leaves open and some
 * of which is not TCP any more, and is marked so. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define HS_TYPE_HOST_SWITCHES (hs_host_switches_get_type ())
G_DECLARE_FINAL_TYPE (HsHostSwitches, hs_host_switches, HS, HOST_SWITCHES, GtkBox)

GtkWidget *hs_host_switches_new (HsSession *session, unsigned host);

/* Sets the switches as they are in a run. */
void hs_host_switches_update (HsHostSwitches *self, const struct sim *sim);

/* What a host does in a run that is not TCP, in words, separated by commas; NULL when there is nothing. Free with
 * g_free. */
char *hs_host_switches_not_tcp (const struct sim *sim, unsigned host);
