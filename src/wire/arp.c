#include "wire/arp.h"

#include "wire/ethernet.h"
#include "wire/octets.h"

#include <assert.h>
#include <string.h>

/* ar$hrd of Ethernet. */
#define HARDWARE_ETHERNET 1

void
arp_write (const struct arp_message *message, uint8_t *octets)
{
  assert (message->sender.family == IP_V4 && message->target.family == IP_V4);

  octets_put16 (octets, HARDWARE_ETHERNET);
  octets_put16 (octets + 2, ETHERNET_IPV4);
  octets[4] = 6;
  octets[5] = 4;
  octets_put16 (octets + 6, message->operation);
  memcpy (octets + 8, message->sender_mac.octets, 6);
  memcpy (octets + 14, message->sender.octets, 4);
  memcpy (octets + 18, message->target_mac.octets, 6);
  memcpy (octets + 24, message->target.octets, 4);
}

struct wire_fault
arp_read (const uint8_t *octets, size_t length, struct arp_message *message)
{
  *message = (struct arp_message){ 0 };
  if (length < ARP_SIZE)
    return (struct wire_fault){ WIRE_ARP_SHORT, (uint32_t) length, ARP_SIZE, 0 };
  if (octets_get16 (octets) != HARDWARE_ETHERNET)
    return (struct wire_fault){ WIRE_ARP_FORMAT, octets_get16 (octets), HARDWARE_ETHERNET, 0 };
  if (octets_get16 (octets + 2) != ETHERNET_IPV4)
    return (struct wire_fault){ WIRE_ARP_FORMAT, octets_get16 (octets + 2), ETHERNET_IPV4, 2 };
  if (octets[4] != 6)
    return (struct wire_fault){ WIRE_ARP_FORMAT, octets[4], 6, 4 };
  if (octets[5] != 4)
    return (struct wire_fault){ WIRE_ARP_FORMAT, octets[5], 4, 5 };

  message->operation = octets_get16 (octets + 6);
  memcpy (message->sender_mac.octets, octets + 8, 6);
  message->sender = ip_address_v4 (octets[14], octets[15], octets[16], octets[17]);
  memcpy (message->target_mac.octets, octets + 18, 6);
  message->target = ip_address_v4 (octets[24], octets[25], octets[26], octets[27]);
  return (struct wire_fault){ .kind = WIRE_OK };
}
