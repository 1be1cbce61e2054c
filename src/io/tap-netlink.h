/* What only rtnetlink can set in a namespace of our own: the options of the bridge (sysfs still shows the namespace
 * that we left), and an IPv6 address without duplicate address detection. System calls only; returns 0 or an errno. */
#pragma once

#include <stdint.h>

/* Makes the bridge with this interface index a plain repeater: no spanning tree, no delay before it forwards, no
 * learning of addresses, no multicast of its own. */
int tap_netlink_plain_bridge (int index);

/* Gives the interface an IPv6 address that is usable at once: nobody is asked whether it is free. */
int tap_netlink_address_v6 (int index, const uint8_t address[static 16], uint8_t prefix_length);
