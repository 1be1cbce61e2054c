/* Where the IP packet lies in a captured frame, for the link types that we read. Pure: octets in, an offset out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether frames of this libpcap link type (DLT_…) can be read at all. */
bool link_type_is_known (int link_type);

/* Finds the IP packet behind the link header and any VLAN tags (IEEE 802.1Q, 802.1ad and their older numbers). False
 * when the frame carries something else or is cut before that. */
bool link_find_ip (int link_type, const uint8_t *frame, size_t captured, size_t *offset);
