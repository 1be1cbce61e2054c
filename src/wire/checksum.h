/* The Internet checksum (RFC 1071). */
#pragma once

#include "wire/address.h"

#include <stddef.h>
#include <stdint.h>

/* Adds octets to a running one's complement sum, which begins with 0 and means something to checksum_finish only; an
 * odd length is padded with a zero octet, so only the last piece of a sum may be odd. */
uint32_t checksum_add (uint32_t sum, const void *octets, size_t length);

/* Folds a running sum and complements it: the value for a checksum field; 0 over octets that include a right one. */
uint16_t checksum_finish (uint32_t sum);

/* The pseudo-header of TCP over IPv4 or IPv6 (RFC 9293 §3.1, RFC 8200 §8.1) as a running sum. */
uint32_t checksum_pseudo_header (const struct ip_address *source, const struct ip_address *destination,
                                 uint8_t protocol, uint32_t length);
