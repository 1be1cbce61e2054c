/* The little that the link has to know of a frame. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The octets of Ethernet's header. */
#define FRAME_HEADER 14

/* Room for any frame of a TAP device with an MTU of 1500. */
#define FRAME_SIZE 2048

bool frame_is_tcp (const uint8_t *frame, size_t length);

/* Whether it carries a FIN, or is the SYN that opens a connection. */
bool frame_is_fin (const uint8_t *frame, size_t length);
bool frame_is_opening (const uint8_t *frame, size_t length);
