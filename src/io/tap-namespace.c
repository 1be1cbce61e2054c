#define _GNU_SOURCE

#include "io/tap-namespace.h"

#include "io/tap-netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

void
tap_identity_fill (struct tap_identity *identity)
{
  /* Inside we are root, and only we are there. */
  snprintf (identity->uid_map, sizeof identity->uid_map, "0 %u 1", (unsigned) geteuid ());
  snprintf (identity->gid_map, sizeof identity->gid_map, "0 %u 1", (unsigned) getegid ());
}

int
tap_setting_write (const char *path, const char *value)
{
  int file = open (path, O_WRONLY | O_CLOEXEC);
  if (file < 0)
    return errno;

  ssize_t written = write (file, value, strlen (value));
  int error = written < 0 ? errno : 0;
  close (file);
  return error;
}

int
tap_namespace_enter (const struct tap_identity *identity, int *mapping)
{
  *mapping = 0;
  if (unshare (CLONE_NEWUSER | CLONE_NEWNET) != 0)
    {
      int error = errno;
      return unshare (CLONE_NEWNET) == 0 ? 0 : error;
    }

  *mapping = 1;
  /* Without this the kernel refuses the gid map of an ordinary user (user_namespaces(7)). */
  int error = tap_setting_write ("/proc/self/setgroups", "deny");
  if (error == 0)
    error = tap_setting_write ("/proc/self/uid_map", identity->uid_map);
  if (error == 0)
    error = tap_setting_write ("/proc/self/gid_map", identity->gid_map);
  return error;
}

void
tap_namespace_quiet (void)
{
  /* Without IPv6 there are no neighbour and router solicitations. */
  tap_setting_write ("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
  tap_setting_write ("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");

  /* br_netfilter, where it is loaded, would silently drop bridged packets with a damaged IP header. */
  tap_setting_write ("/proc/sys/net/bridge/bridge-nf-call-iptables", "0");
  tap_setting_write ("/proc/sys/net/bridge/bridge-nf-call-ip6tables", "0");
  tap_setting_write ("/proc/sys/net/bridge/bridge-nf-call-arptables", "0");
}

/* Names that are too long are cut: the kernel then says what it thinks of them. */
static struct ifreq
request_for (const char *name)
{
  struct ifreq request;
  size_t length = strlen (name);

  memset (&request, 0, sizeof request);
  memcpy (request.ifr_name, name, length < IFNAMSIZ ? length : IFNAMSIZ - 1);
  return request;
}

static int
interface_index (int control, const char *name, int *index)
{
  struct ifreq request = request_for (name);

  if (ioctl (control, SIOCGIFINDEX, &request) != 0)
    return errno;
  *index = request.ifr_ifindex;
  return 0;
}

int
tap_bridge_add (int control, const char *name)
{
  if (ioctl (control, SIOCBRADDBR, name) != 0)
    return errno;

  int index = 0;
  int error = interface_index (control, name, &index);
  if (error == 0)
    error = tap_netlink_plain_bridge (index);
  return error;
}

int
tap_bridge_join (int control, const char *bridge, const char *port)
{
  int index = 0;
  int error = interface_index (control, port, &index);
  if (error != 0)
    return error;

  struct ifreq request = request_for (bridge);
  request.ifr_ifindex = index;
  return ioctl (control, SIOCBRADDIF, &request) == 0 ? 0 : errno;
}

int
tap_device_open (const char *path, int *descriptor)
{
  *descriptor = open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
  return *descriptor >= 0 ? 0 : errno;
}

int
tap_device_attach (int descriptor, const char *name)
{
  struct ifreq request = request_for (name);

  /* No virtual header and no offloading: frames then have whole checksums and are never longer than the mtu. */
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  return ioctl (descriptor, TUNSETIFF, &request) == 0 ? 0 : errno;
}

int
tap_interface_up (int control, const char *name, unsigned mtu)
{
  struct ifreq request = request_for (name);

  if (mtu != 0)
    {
      request.ifr_mtu = (int) mtu;
      if (ioctl (control, SIOCSIFMTU, &request) != 0)
        return errno;
    }
  if (ioctl (control, SIOCGIFFLAGS, &request) != 0)
    return errno;
  request.ifr_flags |= IFF_UP;
  return ioctl (control, SIOCSIFFLAGS, &request) == 0 ? 0 : errno;
}

int
tap_interface_address (int control, const char *name, uint32_t address, uint32_t mask)
{
  struct ifreq request = request_for (name);
  struct sockaddr_in *inet = (struct sockaddr_in *) (void *) &request.ifr_addr;

  inet->sin_family = AF_INET;
  inet->sin_addr.s_addr = address;
  if (ioctl (control, SIOCSIFADDR, &request) != 0)
    return errno;
  inet->sin_addr.s_addr = mask;
  return ioctl (control, SIOCSIFNETMASK, &request) == 0 ? 0 : errno;
}

int
tap_interface_address_v6 (int control, const char *name, const uint8_t address[static 16], uint8_t prefix_length)
{
  char path[128];
  int index = 0;

  snprintf (path, sizeof path, "/proc/sys/net/ipv6/conf/%s/disable_ipv6", name);
  int error = tap_setting_write (path, "0");
  if (error == 0)
    error = interface_index (control, name, &index);
  return error == 0 ? tap_netlink_address_v6 (index, address, prefix_length) : error;
}
