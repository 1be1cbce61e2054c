/* The connections of a capture as a list beside the diagram: search, sort, and what is wrong with each in words.
 *
 * Selecting a row shows that connection. Rows are made only for what is seen, so ten thousand connections are as quick
 * as ten. */
#pragma once

#include "app/session.h"

#include <adwaita.h>

#define HS_TYPE_CAPTURE_LIST (hs_capture_list_get_type ())
G_DECLARE_FINAL_TYPE (HsCaptureList, hs_capture_list, HS, CAPTURE_LIST, AdwBin)

HsCaptureList *hs_capture_list_new (HsSession *session);
