/* The one thing that only rtnetlink can set in a namespace of our own: the options of the bridge (sysfs still shows the
 * namespace that we left). System calls only; returns 0 or an errno. */
#pragma once

/* Makes the bridge with this interface index a plain repeater: no spanning tree, no delay before it forwards, no
 * learning of addresses, no multicast of its own. */
int tap_netlink_plain_bridge (int index);
