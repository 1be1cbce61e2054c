/* Namespaces, bridge and TAP devices: the steps that make a network of our own.
 *
 * Everything here is called in a process that has just been forked (tap-pair.h), or in a test's own process: the
 * functions make system calls and nothing else, so they are safe in the child of a program with threads. They return 0,
 * or the errno of what failed. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Who we are, as the lines of /proc/self/uid_map and gid_map. Filled in before the fork. */
struct tap_identity
{
  char uid_map[32];
  char gid_map[32];
};

void tap_identity_fill (struct tap_identity *identity);

/* The calling process leaves its user and network namespace for new ones, in which it may do everything. When it may
 * not have a user namespace but is privileged, a network namespace alone will do. *mapping tells whether it was the
 * mapping of the user that failed. */
int tap_namespace_enter (const struct tap_identity *identity, int *mapping);

/* Writes a setting of the kernel below /proc. */
int tap_setting_write (const char *path, const char *value);

/* Keeps the kernel from sending anything by itself on devices that are made from now on. Does what it can. */
void tap_namespace_quiet (void);

/* Makes a bridge that forwards every frame at once to the other port, and learns nothing. `control` is any socket. */
int tap_bridge_add (int control, const char *name);
int tap_bridge_join (int control, const char *bridge, const char *port);

/* Opens a TAP device: first the clone device, then the interface itself. Closes *descriptor again on failure. */
int tap_device_open (const char *path, int *descriptor);
int tap_device_attach (int descriptor, const char *name);

/* Sets what an interface needs and switches it on; mtu 0 leaves the mtu. */
int tap_interface_up (int control, const char *name, unsigned mtu);

/* Gives an interface an IPv4 address, both in network order. */
int tap_interface_address (int control, const char *name, uint32_t address, uint32_t mask);

/* Gives an interface an IPv6 address, usable at once. IPv6 is switched on for it, where tap_namespace_quiet has
 * switched it off; it is to be up already. */
int tap_interface_address_v6 (int control, const char *name, const uint8_t address[static 16], uint8_t prefix_length);
