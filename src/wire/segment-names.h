/* Names of flags and ECN values in the text of a segment. Internal to wire. */
#pragma once

#include "wire/segment.h"

/* In the order in which they are written. ACK, the dot, comes last. */
static const struct
{
  char letter;
  uint8_t flag;
} flag_letters[] = {
  { 'S', TCP_SYN }, { 'F', TCP_FIN }, { 'R', TCP_RST }, { 'P', TCP_PSH },
  { 'U', TCP_URG }, { 'E', TCP_ECE }, { 'W', TCP_CWR }, { '.', TCP_ACK },
};

#define FLAG_COUNT (sizeof flag_letters / sizeof flag_letters[0])

/* By the value of the two bits (RFC 3168 §5). */
static const char *const ecn_names[4] = { "", "[ect1]", "[ect0]", "[ce]" };
