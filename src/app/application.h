/* The application: one process, a window for each thing that is looked at. */
#pragma once

#include <adwaita.h>

#define HS_APPLICATION_ID "io.github.handshake_tcp.Handshake"

#define HS_TYPE_APPLICATION (hs_application_get_type ())
G_DECLARE_FINAL_TYPE (HsApplication, hs_application, HS, APPLICATION, AdwApplication)

/* flags are added to G_APPLICATION_HANDLES_OPEN. */
HsApplication *hs_application_new (GApplicationFlags flags);
