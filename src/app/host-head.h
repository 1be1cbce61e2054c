/* The head of a lifeline: name and address of a host, and in a run the calls that its program can make. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define HS_TYPE_HOST_HEAD (hs_host_head_get_type ())
G_DECLARE_FINAL_TYPE (HsHostHead, hs_host_head, HS, HOST_HEAD, GtkBox)

/* Calls are made through win.call. */
GtkWidget *hs_host_head_new (HsSession *session, unsigned host);

/* Opens the menu of all calls, or its page of counter-experiments. */
void hs_host_head_popup (HsHostHead *self, gboolean switches);

/* px from the head's centre to the end of its name: where the line to the wire may begin. */
int hs_host_head_name_extent (HsHostHead *self);

/* px from the head's top to the middle of its name, once it has its size. */
int hs_host_head_name_middle (HsHostHead *self);

/* The two calls that matter most to a program in a state. */
void hs_host_head_main_calls (enum tcp_state state, unsigned host, enum sim_command_kind calls[static 2]);
