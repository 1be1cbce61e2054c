/* The segment of an event, decoded: its headers as the RFCs draw them, rows of 32 bits, and the octets themselves.
 * Pointing at a field shows its octets, pointing at an octet shows its field. */
#pragma once

#include "app/session.h"

#include <adwaita.h>

#define HS_TYPE_SEGMENT_PAGE (hs_segment_page_get_type ())
G_DECLARE_FINAL_TYPE (HsSegmentPage, hs_segment_page, HS, SEGMENT_PAGE, AdwBin)

HsSegmentPage *hs_segment_page_new (HsSession *session);

/* Shows the segment of an event, as hs_subject_segment finds it. stale: the document is another one. */
void hs_segment_page_update (HsSegmentPage *self, event_id subject, gboolean stale);
