#define _GNU_SOURCE

#include "network.h"

#include "io/tap-namespace.h"
#include "peer.h"
#include "wire/address.h"

#include <arpa/inet.h>
#include <glib.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define TAP_MTU 1500

/* Frames that the kernel keeps for us while we are busy: more than any window, so that only the link loses. */
#define TAP_QUEUE 20000

static int
open_device (const char *name, int *tap)
{
  g_autofree char *queue = g_strdup_printf ("ip link set dev %s txqueuelen %d", name, TAP_QUEUE);

  if (tap_device_open ("/dev/net/tun", tap) != 0 || tap_device_attach (*tap, name) != 0)
    return -1;
  return system (queue);
}

static int
give_address (int control, bool v6)
{
  struct ip_address address;

  if (!v6)
    return tap_interface_address (control, "tap-a", inet_addr (PEER_ADDRESS), htonl (0xffffff00));
  ip_address_parse (PEER_ADDRESS_V6, &address);
  return tap_interface_address_v6 (control, "tap-a", address.octets, 64);
}

static void
set (const char *name, const char *value)
{
  g_autofree char *path = g_strconcat ("/proc/sys/net/ipv4/", name, NULL);

  tap_setting_write (path, value);
}

/* The kernel's TCP is the same on every machine, and as the row wants it. */
static void
set_kernel_up (const struct row *row)
{
  /* Reno is everywhere. */
  set ("tcp_congestion_control", "reno");
  set ("tcp_congestion_control", "cubic");
  set ("tcp_no_metrics_save", "1");
  set ("tcp_rmem", "4096 131072 8388608");
  set ("tcp_wmem", "4096 131072 8388608");
  set ("tcp_dsack", "1");
  set ("tcp_rto_max_ms", "4000"); /* as ours; of Linux 6.15 */
  set ("tcp_syncookies", "0");
  set ("tcp_max_syn_backlog", "1024");
  set ("tcp_window_scaling", row->theirs.window_scale ? "1" : "0");
  set ("tcp_sack", row->theirs.sack ? "1" : "0");
  set ("tcp_timestamps", row->theirs.timestamps ? "1" : "0");
  set ("tcp_ecn", row->theirs.ecn ? "1" : "0");
}

/* lwIP has a device of its own; the kernel only forwards between the two. */
static const char *
make_bridge (int control, int *peer_tap)
{
  if (open_device ("tap-b", peer_tap) != 0)
    return "no second TAP device";
  if (tap_bridge_add (control, "br0") != 0 || tap_bridge_join (control, "br0", "tap-a") != 0
      || tap_bridge_join (control, "br0", "tap-b") != 0 || tap_interface_up (control, "tap-b", TAP_MTU) != 0
      || tap_interface_up (control, "br0", 0) != 0)
    return "no bridge between the TAP devices";
  return NULL;
}

const char *
network_make (const struct row *row, int *tap, int *peer_tap)
{
  struct tap_identity identity;
  const char *missing = NULL;
  int mapping;

  *peer_tap = -1;
  tap_identity_fill (&identity);
  if (tap_namespace_enter (&identity, &mapping) != 0)
    return "no network namespace";
  tap_namespace_quiet ();
  int control = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (control < 0 || open_device ("tap-a", tap) != 0)
    return "no TAP device";
  if (row->peer == PEER_LWIP)
    missing = make_bridge (control, peer_tap);
  if (missing == NULL
      && (tap_interface_up (control, "lo", 0) != 0 || tap_interface_up (control, "tap-a", TAP_MTU) != 0
          || (row->peer == PEER_KERNEL && give_address (control, row->v6) != 0)))
    missing = "no address for the TAP device";
  if (row->peer == PEER_KERNEL)
    set_kernel_up (row);
  close (control);
  return missing;
}
