/* What is remembered from run to run. */
#pragma once

#include <gio/gio.h>

/* Borrowed; NULL when the settings' schema is not installed: then nothing is remembered. */
GSettings *hs_settings_get (void);
