#include "explain/fault.h"
#include "explain/template.h"

#include <glib/gi18n.h>
#include <stdbool.h>

/* {value}, {limit} and {offset} are those of the fault. */
static const char *const sentences[] = {
  [WIRE_OK] = "",
  [WIRE_ETHERNET_SHORT]
  = N_ ("The frame ends after {value} octets; an Ethernet header needs {limit} (offset {offset})."),
  [WIRE_ARP_SHORT] = N_ ("The ARP message ends after {value} octets; it needs {limit} (offset {offset})."),
  [WIRE_ARP_FORMAT] = N_ ("The ARP message is not for Ethernet and IPv4 (offset {offset})."),
  [WIRE_NOT_NEIGHBOUR] = N_ ("This is no message of neighbour discovery but {value} (offset {offset})."),
  [WIRE_NEIGHBOUR_SHORT] = N_ ("The neighbour message ends after {value} octets; it needs {limit} (offset {offset})."),
  [WIRE_NEIGHBOUR_HOP_LIMIT] = N_ (
      "The neighbour message has hop limit {value} and not {limit}: it may come from another link (offset {offset})."),
  [WIRE_NEIGHBOUR_CHECKSUM] = N_ ("The ICMPv6 checksum is wrong (offset {offset})."),
  [WIRE_NEIGHBOUR_CODE] = N_ ("The neighbour message has code {value} and not 0 (offset {offset})."),
  [WIRE_NEIGHBOUR_OPTION]
  = N_ ("Option {value} of the neighbour message claims {limit} octets, which cannot be (offset {offset})."),
  [WIRE_NEIGHBOUR_ADDRESS] = N_ ("The neighbour message has an address that cannot stand there (offset {offset})."),
  [WIRE_IP_VERSION] = N_ ("IP version {value} is neither 4 nor 6 (offset {offset})."),
  [WIRE_IPV4_SHORT] = N_ ("The packet ends after {value} octets; its IPv4 header needs {limit} (offset {offset})."),
  [WIRE_IPV4_HEADER_LENGTH] = N_ ("IPv4 header length {value} is below {limit} (offset {offset})."),
  [WIRE_IPV4_TOTAL_LENGTH]
  = N_ ("IPv4 total length {value} does not even cover the header of {limit} octets (offset {offset})."),
  [WIRE_IPV4_CHECKSUM] = N_ ("The IPv4 header checksum is {value} and should be {limit} (offset {offset})."),
  [WIRE_IPV4_FRAGMENT] = N_ ("This is a fragment of an IP packet: it has no whole TCP header (offset {offset})."),
  [WIRE_IPV6_SHORT] = N_ ("The packet ends after {value} octets; its IPv6 header needs {limit} (offset {offset})."),
  [WIRE_IPV6_EXTENSION] = N_ ("The IPv6 extension header of type {value} ends past the packet (offset {offset})."),
  [WIRE_IPV6_FRAGMENT] = N_ ("This is a fragment of an IP packet: it has no whole TCP header (offset {offset})."),
  [WIRE_NOT_TCP] = N_ ("The packet carries protocol {value}, which is not TCP (offset {offset})."),
  [WIRE_TCP_SHORT] = N_ ("The packet ends {value} octets into TCP; a TCP header needs {limit} (offset {offset})."),
  [WIRE_TCP_DATA_OFFSET] = N_ ("TCP header length {value} is below {limit} (offset {offset})."),
  [WIRE_TCP_OPTION_LENGTH]
  = N_ ("TCP option {value} claims a length of {limit} octets, which cannot be (offset {offset})."),
  [WIRE_TCP_CHECKSUM] = N_ ("The TCP checksum is wrong (offset {offset})."),
  [WIRE_ICMP_SHORT] = N_ ("The ICMP message ends after {value} octets; it needs {limit} (offset {offset})."),
  [WIRE_ICMP_CHECKSUM] = N_ ("The ICMP checksum is wrong (offset {offset})."),
  [WIRE_ICMP_NO_ERROR] = N_ ("ICMP message type {value} does not report an error (offset {offset})."),
  [WIRE_ICMP_NO_QUOTE] = N_ ("The ICMP error does not quote enough of a TCP segment (offset {offset})."),
};

/* The other way a data offset can be wrong. */
static const char *const header_past_packet = N_ (
    "TCP header length {value} goes past the end of the packet, which has {limit} octets of TCP (offset {offset}).");

static const char *
sentence_of (const struct wire_fault *fault)
{
  if (fault->kind == WIRE_TCP_DATA_OFFSET && fault->value > fault->limit)
    return _ (header_past_packet);
  return _ (sentences[fault->kind]);
}

char *
explain_fault (const struct wire_fault *fault)
{
  char value[16];
  char limit[16];
  char offset[24];
  bool hex = fault->kind == WIRE_IPV4_CHECKSUM;

  if (fault->kind == WIRE_OK)
    return g_strdup ("");
  g_snprintf (value, sizeof value, hex ? "0x%04x" : "%u", fault->value);
  g_snprintf (limit, sizeof limit, hex ? "0x%04x" : "%u", fault->limit);
  g_snprintf (offset, sizeof offset, "%zu", fault->offset);
  return explain_fill (sentence_of (fault), "value", value, "limit", limit, "offset", offset, NULL);
}
