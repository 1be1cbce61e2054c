/* A window in which a person makes a segment and puts it onto the link, as an attacker would; it stays for the next. */
#pragma once

#include "app/session.h"

#include <adwaita.h>

GtkWindow *hs_inject_dialog_present (GtkWindow *parent, HsSession *session);
