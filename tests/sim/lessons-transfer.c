/* Data on the way: losses, windows, timers. */
#include "lesson-rows.h"

#define DUPLICATE ". 1:1(0) ack 1001 win 8000"

/* S24: ACK 1001 comes from the third segment, the duplicates from the rest; the third duplicate brings the second
 * segment back 108 ms after it was sent. */
static const struct row fast_retransmit[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 202, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 204, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 206, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 208, A, SENT, "P. 4001:5001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 5001:6001(1000) ack 1 win 8000" },
  { 212, A, SENT, "P. 6001:7001(1000) ack 1 win 8000" },
  { 214, A, SENT, "P. 7001:8001(1000) ack 1 win 8000" },
  { 227, A, LOST, "P. 1001:2001(1000) ack 1 win 8000" },
  { 254, B, SENT, DUPLICATE },
  { 256, B, SENT, DUPLICATE },
  { 258, B, SENT, DUPLICATE },
  { 260, B, SENT, DUPLICATE },
  { 262, B, SENT, DUPLICATE },
  { 264, B, SENT, DUPLICATE },
  { 310, A, AGAIN, ". 1001:2001(1000) ack 1 win 8000" },
  { 360, B, SENT, ". 1:1(0) ack 8001 win 8000" },
  { 0 },
};

/* S26: four segments fill the window of 4000; the probe is accepted and the flow goes on behind it. */
static const struct row zero_window[] = {
  OPENED,
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 4000 <mss 1000>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, THIRD_ACK },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 220, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 230, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 260, B, SENT, ". 1:1(0) ack 2001 win 2000" },
  { 280, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 600, B, SENT, ". 1:1(0) ack 4001 win 4000" },
  { 625, B, LOST, ". 1:1(0) ack 4001 win 4000" },
  { 1330, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 1380, B, SENT, ". 1:1(0) ack 4002 win 3999" },
  { 1430, A, SENT, ". 4002:5002(1000) ack 1 win 8000" },
  { 1430, A, SENT, "P. 5002:6001(999) ack 1 win 8000" },
  { 1680, B, SENT, ". 1:1(0) ack 6001 win 2000" },
  { 0 },
};

/* S20: sent at 0.2 s, again 1, 3, 7 and 15 s later; the link is back at 20.2 s, the next try only at 31.2 s. */
static const struct row timeout_backoff[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 225, A, LOST, "P. 1:1001(1000) ack 1 win 8000" },
  { 1200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 1225, A, LOST, "P. 1:1001(1000) ack 1 win 8000" },
  { 3200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 3225, A, LOST, "P. 1:1001(1000) ack 1 win 8000" },
  { 7200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 7225, A, LOST, "P. 1:1001(1000) ack 1 win 8000" },
  { 15200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 15225, A, LOST, "P. 1:1001(1000) ack 1 win 8000" },
  { 31200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 31450, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 40000, A, STATE, "FIN-WAIT-1" },
  { 40000, A, SENT, "F. 1001:1001(0) ack 1 win 8000" },
  { 40050, B, STATE, "CLOSE-WAIT" },
  { 40050, B, SENT, ". 1:1(0) ack 1002 win 7999" },
  { 40100, A, STATE, "FIN-WAIT-2" },
  { 41000, B, STATE, "LAST-ACK" },
  { 41000, B, SENT, "F. 1:1(0) ack 1002 win 7999" },
  { 41050, A, STATE, "TIME-WAIT" },
  { 41050, A, WAITS, "281050" },
  { 41050, A, SENT, ". 1002:1002(0) ack 2 win 7999" },
  { 41100, B, STATE, "CLOSED" },
  { 281050, A, STATE, "CLOSED" },
  { 0 },
};

/* S21: the second copy is dropped and acknowledged at once, with a report of what came twice. */
static const struct row duplicate[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000,sackOK>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 8000 <mss 1000,sackOK>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 255, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 1:1001>" },
  { 0 },
};

/* S22: nobody says that the checksum failed; the timer repairs it. */
static const struct row corruption[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 1200, A, AGAIN, "P. 1:1001(1000) ack 1 win 8000" },
  { 1450, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 0 },
};

/* S23: number 2 arrives after 3 and 4: two duplicate ACKs, nothing is sent again. */
static const struct row reordering[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 202, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 204, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 206, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 208, A, SENT, "P. 4001:5001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 5001:6001(1000) ack 1 win 8000" },
  { 212, A, SENT, "P. 6001:7001(1000) ack 1 win 8000" },
  { 214, A, SENT, "P. 7001:8001(1000) ack 1 win 8000" },
  { 250, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 254, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 256, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 257, B, SENT, ". 1:1(0) ack 4001 win 8000" },
  { 258, B, SENT, ". 1:1(0) ack 5001 win 8000" },
  { 260, B, SENT, ". 1:1(0) ack 6001 win 8000" },
  { 262, B, SENT, ". 1:1(0) ack 7001 win 8000" },
  { 264, B, SENT, ". 1:1(0) ack 8001 win 8000" },
  { 0 },
};

/* S25: the third report makes three ranges above the gap: recovery begins; what arrived is not sent again. */
static const struct row sack[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000,sackOK>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 8000 <mss 1000,sackOK>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 202, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 204, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 206, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 208, A, SENT, "P. 4001:5001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 5001:6001(1000) ack 1 win 8000" },
  { 212, A, SENT, "P. 6001:7001(1000) ack 1 win 8000" },
  { 214, A, SENT, "P. 7001:8001(1000) ack 1 win 8000" },
  { 227, A, LOST, "P. 1001:2001(1000) ack 1 win 8000" },
  { 231, A, LOST, "P. 3001:4001(1000) ack 1 win 8000" },
  { 235, A, LOST, "P. 5001:6001(1000) ack 1 win 8000" },
  { 254, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 2001:3001>" },
  { 258, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 4001:5001 2001:3001>" },
  { 262, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 6001:7001 4001:5001 2001:3001>" },
  { 264, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 6001:8001 4001:5001 2001:3001>" },
  { 312, A, AGAIN, ". 1001:2001(1000) ack 1 win 8000" },
  { 314, A, AGAIN, ". 3001:4001(1000) ack 1 win 8000" },
  { 362, B, SENT, ". 1:1(0) ack 3001 win 8000 <sack 6001:8001 4001:5001>" },
  { 364, B, SENT, ". 1:1(0) ack 5001 win 8000 <sack 6001:8001>" },
  { 412, A, AGAIN, ". 5001:6001(1000) ack 1 win 8000" },
  { 462, B, SENT, ". 1:1(0) ack 8001 win 8000" },
  { 0 },
};

/* S27: the second part waits for the ACK, the ACK for its timer. */
static const struct row nagle_delayed_ack[] = {
  HANDSHAKE,
  { 1000, A, SENT, "P. 1:101(100) ack 1 win 8000" },
  { 1250, B, SENT, ". 1:1(0) ack 101 win 7900" },
  { 1300, A, SENT, "P. 101:201(100) ack 1 win 8000" },
  { 1350, B, SENT, "P. 1:101(100) ack 201 win 7800" },
  { 1600, A, SENT, ". 201:201(0) ack 101 win 7900" },
  { 0 },
};

/* S28 without both rules: each octet read is offered, and filled. */
static const struct row silly_window[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 4000 <mss 1000>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, ". 1:1001(1000) ack 1 win 8000" },
  { 200, A, SENT, ". 1001:2001(1000) ack 1 win 8000" },
  { 200, A, SENT, ". 2001:3001(1000) ack 1 win 8000" },
  { 200, A, SENT, ". 3001:4001(1000) ack 1 win 8000" },
  { 250, B, SENT, ". 1:1(0) ack 2001 win 2000" },
  { 250, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 1000, B, SENT, ". 1:1(0) ack 4001 win 1" },
  { 1050, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 1100, B, SENT, ". 1:1(0) ack 4002 win 0" },
  { 1200, B, SENT, ". 1:1(0) ack 4002 win 1" },
  { 1250, A, SENT, ". 4002:4003(1) ack 1 win 8000" },
  { 1300, B, SENT, ". 1:1(0) ack 4003 win 0" },
  { 1400, B, SENT, ". 1:1(0) ack 4003 win 1" },
  { 1450, A, SENT, ". 4003:4004(1) ack 1 win 8000" },
  { 1500, B, SENT, ". 1:1(0) ack 4004 win 0" },
  { 1600, B, SENT, ". 1:1(0) ack 4004 win 1" },
  { 1650, A, SENT, ". 4004:4005(1) ack 1 win 8000" },
  { 1700, B, SENT, ". 1:1(0) ack 4005 win 0" },
  { 1800, B, SENT, ". 1:1(0) ack 4005 win 1" },
  { 1850, A, SENT, ". 4005:4006(1) ack 1 win 8000" },
  { 1900, B, SENT, ". 1:1(0) ack 4006 win 0" },
  { 2000, B, SENT, ". 1:1(0) ack 4006 win 1" },
  { 2050, A, SENT, ". 4006:4007(1) ack 1 win 8000" },
  { 2100, B, SENT, ". 1:1(0) ack 4007 win 0" },
  { 3000, B, SENT, ". 1:1(0) ack 4007 win 4000" },
  { 3050, A, SENT, "P. 4007:4201(194) ack 1 win 8000" },
  { 3300, B, SENT, ". 1:1(0) ack 4201 win 4000" },
  { 0 },
};

/* S30: the fields of the SYNs are not scaled, all others mean 128 times as much. */
static const struct row window_scale[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 65535 <mss 1000,wscale 7>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 65535 <mss 1000,wscale 7>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 65535" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, ". 1:1001(1000) ack 1 win 65535" },
  { 200, A, SENT, ". 1001:2001(1000) ack 1 win 65535" },
  { 200, A, SENT, "P. 2001:3001(1000) ack 1 win 65535" },
  { 250, B, SENT, ". 1:1(0) ack 1001 win 65535" },
  { 250, B, SENT, ". 1:1(0) ack 2001 win 65535" },
  { 250, B, SENT, ". 1:1(0) ack 3001 win 65535" },
  { 0 },
};

/* S33: asked after 10 s of silence, with an old number; three probes without an answer, 5 s apart. */
static const struct row keep_alive[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 450, B, SENT, ". 1:1(0) ack 11 win 7990" },
  { 10500, A, SENT, ". 10:10(0) ack 1 win 8000" },
  { 10550, B, SENT, ". 1:1(0) ack 11 win 7990" },
  { 20600, A, SENT, ". 10:10(0) ack 1 win 8000" },
  { 20650, B, SENT, ". 1:1(0) ack 11 win 7990" },
  { 30700, A, SENT, ". 10:10(0) ack 1 win 8000" },
  { 30725, A, LOST, ". 10:10(0) ack 1 win 8000" },
  { 35700, A, SENT, ". 10:10(0) ack 1 win 8000" },
  { 35725, A, LOST, ". 10:10(0) ack 1 win 8000" },
  { 40700, A, SENT, ". 10:10(0) ack 1 win 8000" },
  { 40725, A, LOST, ". 10:10(0) ack 1 win 8000" },
  { 45700, A, STATE, "CLOSED" },
  { 0 },
};

/* S25 without SACK: one repair each round trip, 300 ms instead of 200. */
static const struct row sack_off[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 202, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 204, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 206, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 208, A, SENT, "P. 4001:5001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 5001:6001(1000) ack 1 win 8000" },
  { 212, A, SENT, "P. 6001:7001(1000) ack 1 win 8000" },
  { 214, A, SENT, "P. 7001:8001(1000) ack 1 win 8000" },
  { 227, A, LOST, "P. 1001:2001(1000) ack 1 win 8000" },
  { 231, A, LOST, "P. 3001:4001(1000) ack 1 win 8000" },
  { 235, A, LOST, "P. 5001:6001(1000) ack 1 win 8000" },
  { 254, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 258, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 262, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 264, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 314, A, AGAIN, ". 1001:2001(1000) ack 1 win 8000" },
  { 364, B, SENT, ". 1:1(0) ack 3001 win 8000" },
  { 414, A, AGAIN, ". 3001:4001(1000) ack 1 win 8000" },
  { 464, B, SENT, ". 1:1(0) ack 5001 win 8000" },
  { 514, A, AGAIN, ". 5001:6001(1000) ack 1 win 8000" },
  { 564, B, SENT, ". 1:1(0) ack 8001 win 8000" },
  { 0 },
};

/* S23: overtaken by four, number 2 goes again for nothing, and a D-SACK says so. */
static const struct row reordering_needless[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000,sackOK>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 8000 <mss 1000,sackOK>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 202, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 204, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 206, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 208, A, SENT, "P. 4001:5001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 5001:6001(1000) ack 1 win 8000" },
  { 212, A, SENT, "P. 6001:7001(1000) ack 1 win 8000" },
  { 214, A, SENT, "P. 7001:8001(1000) ack 1 win 8000" },
  { 250, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 254, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 2001:3001>" },
  { 256, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 2001:4001>" },
  { 258, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 2001:5001>" },
  { 260, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 2001:6001>" },
  { 261, B, SENT, ". 1:1(0) ack 6001 win 8000" },
  { 262, B, SENT, ". 1:1(0) ack 7001 win 8000" },
  { 264, B, SENT, ". 1:1(0) ack 8001 win 8000" },
  { 308, A, AGAIN, ". 1001:2001(1000) ack 1 win 8000" },
  { 358, B, SENT, ". 1:1(0) ack 8001 win 8000 <sack 1001:2001>" },
  { 0 },
};

/* S23 with RACK: once it has seen reordering it waits, and nothing goes twice. */
static const struct row reordering_rack[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000,sackOK>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 8000 <mss 1000,sackOK>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 202, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 204, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 206, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 208, A, SENT, "P. 4001:5001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 5001:6001(1000) ack 1 win 8000" },
  { 212, A, SENT, "P. 6001:7001(1000) ack 1 win 8000" },
  { 214, A, SENT, "P. 7001:8001(1000) ack 1 win 8000" },
  { 250, B, SENT, ". 1:1(0) ack 1001 win 8000" },
  { 254, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 2001:3001>" },
  { 256, B, SENT, ". 1:1(0) ack 1001 win 8000 <sack 2001:4001>" },
  { 257, B, SENT, ". 1:1(0) ack 4001 win 8000" },
  { 258, B, SENT, ". 1:1(0) ack 5001 win 8000" },
  { 260, B, SENT, ". 1:1(0) ack 6001 win 8000" },
  { 262, B, SENT, ". 1:1(0) ack 7001 win 8000" },
  { 264, B, SENT, ". 1:1(0) ack 8001 win 8000" },
  { 1000, A, SENT, "P. 8001:9001(1000) ack 1 win 8000" },
  { 1002, A, SENT, "P. 9001:10001(1000) ack 1 win 8000" },
  { 1004, A, SENT, "P. 10001:11001(1000) ack 1 win 8000" },
  { 1006, A, SENT, "P. 11001:12001(1000) ack 1 win 8000" },
  { 1008, A, SENT, "P. 12001:13001(1000) ack 1 win 8000" },
  { 1010, A, SENT, "P. 13001:14001(1000) ack 1 win 8000" },
  { 1012, A, SENT, "P. 14001:15001(1000) ack 1 win 8000" },
  { 1014, A, SENT, "P. 15001:16001(1000) ack 1 win 8000" },
  { 1050, B, SENT, ". 1:1(0) ack 9001 win 8000" },
  { 1054, B, SENT, ". 1:1(0) ack 9001 win 8000 <sack 10001:11001>" },
  { 1056, B, SENT, ". 1:1(0) ack 9001 win 8000 <sack 10001:12001>" },
  { 1058, B, SENT, ". 1:1(0) ack 9001 win 8000 <sack 10001:13001>" },
  { 1060, B, SENT, ". 1:1(0) ack 9001 win 8000 <sack 10001:14001>" },
  { 1061, B, SENT, ". 1:1(0) ack 14001 win 8000" },
  { 1062, B, SENT, ". 1:1(0) ack 15001 win 8000" },
  { 1064, B, SENT, ". 1:1(0) ack 16001 win 8000" },
  { 0 },
};

/* S26, still full: probes after 1, 3, 7, 15, 31, 63 s and each minute, and all of them are answered. */
static const struct row zero_window_full[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 4000 <mss 1000>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, ". 1:1001(1000) ack 1 win 8000" },
  { 200, A, SENT, ". 1001:2001(1000) ack 1 win 8000" },
  { 200, A, SENT, ". 2001:3001(1000) ack 1 win 8000" },
  { 200, A, SENT, ". 3001:4001(1000) ack 1 win 8000" },
  { 250, B, SENT, ". 1:1(0) ack 2001 win 2000" },
  { 250, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 1300, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 1350, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 3300, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 3350, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 7300, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 7350, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 15300, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 15350, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 31300, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 31350, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 63300, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 63350, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 123300, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 123350, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 183300, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 183350, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 200000, B, SENT, ". 1:1(0) ack 4001 win 4000" },
  { 200050, A, SENT, "P. 4001:5001(1000) ack 1 win 8000" },
  { 200300, B, SENT, ". 1:1(0) ack 5001 win 4000" },
  { 0 },
};

/* S26 without persist timer, not TCP: the last thing that happens is a lost window update. */
static const struct row zero_window_deadlock[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 4000 <mss 1000>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, "P. 1:1001(1000) ack 1 win 8000" },
  { 210, A, SENT, "P. 1001:2001(1000) ack 1 win 8000" },
  { 220, A, SENT, "P. 2001:3001(1000) ack 1 win 8000" },
  { 230, A, SENT, "P. 3001:4001(1000) ack 1 win 8000" },
  { 260, B, SENT, ". 1:1(0) ack 2001 win 2000" },
  { 280, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 600, B, SENT, ". 1:1(0) ack 4001 win 4000" },
  { 625, B, LOST, ". 1:1(0) ack 4001 win 4000" },
  { 0 },
};

/* S27 without Nagle: the answer is there 101 ms after the first write. */
static const struct row nagle_off[] = {
  HANDSHAKE,
  { 1000, A, SENT, "P. 1:101(100) ack 1 win 8000" },
  { 1001, A, SENT, "P. 101:201(100) ack 1 win 8000" },
  { 1051, B, SENT, "P. 1:101(100) ack 201 win 7800" },
  { 1301, A, SENT, ". 201:201(0) ack 101 win 7900" },
  { 0 },
};

/* S28: the window opens by a whole segment only. */
static const struct row silly_window_avoided[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 8000 <mss 1000>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 4000 <mss 1000>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 8000" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, ". 1:1001(1000) ack 1 win 8000" },
  { 200, A, SENT, ". 1001:2001(1000) ack 1 win 8000" },
  { 200, A, SENT, ". 2001:3001(1000) ack 1 win 8000" },
  { 200, A, SENT, ". 3001:4001(1000) ack 1 win 8000" },
  { 250, B, SENT, ". 1:1(0) ack 2001 win 2000" },
  { 250, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 1300, A, SENT, ". 4001:4002(1) ack 1 win 8000" },
  { 1350, B, SENT, ". 1:1(0) ack 4001 win 0" },
  { 1600, B, SENT, ". 1:1(0) ack 4001 win 1000" },
  { 1650, A, SENT, "P. 4001:5001(1000) ack 1 win 8000" },
  { 1900, B, SENT, ". 1:1(0) ack 5001 win 0" },
  { 0 },
};

/* S30: one SYN with the option is not enough, so the windows stay as they are written. */
static const struct row window_scale_one_side[] = {
  { 0, B, STATE, "LISTEN" },
  { 0, A, STATE, "SYN-SENT" },
  { 0, A, SENT, "S 0:0(0) win 65535 <mss 1000,wscale 7>" },
  { 50, B, STATE, "SYN-RECEIVED" },
  { 50, B, SENT, "S. 0:0(0) ack 1 win 65535 <mss 1000>" },
  { 100, A, STATE, "ESTABLISHED" },
  { 100, A, SENT, ". 1:1(0) ack 1 win 65535" },
  { 150, B, STATE, "ESTABLISHED" },
  { 200, A, SENT, ". 1:1001(1000) ack 1 win 65535" },
  { 200, A, SENT, ". 1001:2001(1000) ack 1 win 65535" },
  { 200, A, SENT, "P. 2001:3001(1000) ack 1 win 65535" },
  { 250, B, SENT, ". 1:1(0) ack 1001 win 65535" },
  { 250, B, SENT, ". 1:1(0) ack 2001 win 65535" },
  { 250, B, SENT, ". 1:1(0) ack 3001 win 65535" },
  { 0 },
};

/* S33: the probe finds a host that has forgotten. */
static const struct row keep_alive_reboot[] = {
  HANDSHAKE,
  { 200, A, SENT, "P. 1:11(10) ack 1 win 8000" },
  { 450, B, SENT, ". 1:1(0) ack 11 win 7990" },
  { 10500, A, SENT, ". 10:10(0) ack 1 win 8000" },
  { 10550, B, SENT, ". 1:1(0) ack 11 win 7990" },
  { 15000, B, STATE, "CLOSED" },
  { 15000, B, STATE, "CLOSED" },
  { 20600, A, SENT, ". 10:10(0) ack 1 win 8000" },
  { 20650, B, SENT, "R 1:1(0) win 0" },
  { 20700, A, STATE, "CLOSED" },
  { 0 },
};

/* Both wait, and no timer runs. */
static void
facts_of_zero_window_deadlock (const struct trace *trace)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct tcp_vars kept;
      const struct tcp_vars *vars = trace_vars_at (trace, host, (event_id) (trace_length (trace) - 1), &kept);

      for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
        g_assert_cmpint (vars->timer_deadline[timer], ==, VTIME_NEVER);
    }
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_WINDOW, 2).unsent, ==, 2000);
}

static void
facts_of_reordering_needless (const struct trace *trace)
{
  g_assert_cmpuint (vars_after (trace, A, REASON_RETRANSMIT_RACK, 1).ssthresh, <, 8000);
  g_assert_cmpuint (count_reasons (trace, REASON_UPDATE_SACK_DUPLICATE), ==, 1);
}

/* A quarter of the round trip of 100 ms, less the 2 ms that have passed. */
static void
facts_of_reordering_rack (const struct trace *trace)
{
  struct tcp_vars vars = vars_after (trace, A, REASON_TIMER_REORDERING_START, 2);

  g_assert_cmpint (vars.timer_duration[TCP_TIMER_REORDERING], ==, MS (23));
  g_assert_cmpuint (vars_after (trace, A, REASON_TIMER_REORDERING_STOP, 2).retransmissions, ==, 0);
}

static void
facts_of_window_scale_one_side (const struct trace *trace)
{
  struct tcp_vars b = vars_after (trace, B, REASON_NOTICE_ACCEPTED, 1);

  g_assert_cmpuint (b.snd_wind_shift, ==, 0);
  g_assert_cmpuint (b.rcv_wind_shift, ==, 0);
  g_assert_cmpuint (b.snd_wnd, ==, 65535);
}

static void
facts_of_fast_retransmit (const struct trace *trace)
{
  struct tcp_vars before = vars_after (trace, A, REASON_UPDATE_ACK_DUPLICATE, 3);
  struct tcp_vars enter = vars_after (trace, A, REASON_RETRANSMIT_FAST, 1);
  struct tcp_vars leave = vars_after (trace, A, REASON_UPDATE_LEAVE_RECOVERY, 1);

  g_assert_cmpuint (before.flight_size, ==, 7000);
  g_assert_cmpuint (enter.ssthresh, ==, 3500);
  g_assert_cmpuint (enter.cwnd, ==, 6500);
  g_assert_cmpint (enter.phase, ==, TCP_FAST_RECOVERY);
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_INFLATE, 2).cwnd, ==, 8500);
  g_assert_cmpuint (leave.cwnd, ==, 2000); /* RFC 6582: min (ssthresh, max (FlightSize, SMSS) + SMSS) */
  g_assert_cmpuint (leave.ssthresh, ==, 3500);

  /* the first ACK 1001 is new, the next five are duplicates */
  for (unsigned nth = 1, ordinal = 0; ordinal <= 5; nth++)
    {
      const struct trace_event *sent = get_event (trace, TRACE_SEND, B, nth);

      if (sent->reason == REASON_SEND_ACK_OUT_OF_ORDER)
        g_assert_cmpuint (sent->ordinal, ==, ordinal++);
    }
  g_assert_cmpuint (get_event (trace, TRACE_DELIVER, B, 2)->octets, ==, 7000);
}

static void
facts_of_zero_window (const struct trace *trace)
{
  struct tcp_vars waiting = vars_after (trace, A, REASON_TIMER_PERSIST_START, 1);

  g_assert_cmpuint (waiting.snd_wnd, ==, 0);
  g_assert_cmpuint (waiting.unsent, ==, 2000);
  g_assert_cmpint (waiting.timer_duration[TCP_TIMER_PERSIST], ==, SEC (1));
  g_assert_cmpuint (count_reasons (trace, REASON_SEND_WINDOW_PROBE), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_TIMER_RTO_EXPIRED), ==, 0);
}

/* First ssthresh = max (FlightSize / 2, 2 SMSS) and cwnd = 1 SMSS, and both stay; R1 after the third; Karn. */
static void
facts_of_timeout_backoff (const struct trace *trace)
{
  for (unsigned nth = 1; nth <= 5; nth++)
    {
      struct tcp_vars vars = vars_after (trace, A, REASON_TIMER_RTO_BACKOFF, nth);

      g_assert_cmpuint (vars.ssthresh, ==, 2000);
      g_assert_cmpuint (vars.cwnd, ==, 1000);
      g_assert_cmpint (vars.rto, ==, SEC (1) << nth);
    }
  g_assert_cmpuint (count_reasons (trace, REASON_NOTICE_R1), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_UPDATE_KARN_NO_SAMPLE), ==, 1);
}

static void
facts_of_duplicate (const struct trace *trace)
{
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_SEQ_OLD), ==, 1);
  g_assert_cmpuint (count_events (trace, TRACE_DELIVER, B), ==, 1);
  g_assert_cmpuint (count_reasons (trace, REASON_UPDATE_ACK_DUPLICATE), ==, 0);
}

static void
facts_of_corruption (const struct trace *trace)
{
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_CHECKSUM), ==, 1);
  g_assert_cmpint (get_event (trace, TRACE_DELIVER, B, 1)->at, ==, MS (1250));
}

static void
facts_of_reordering (const struct trace *trace)
{
  g_assert_cmpuint (count_reasons (trace, REASON_UPDATE_ACK_DUPLICATE), ==, 2);
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_ACK_DUPLICATE, 2).ssthresh, ==, UINT32_MAX);
  g_assert_cmpuint (get_event (trace, TRACE_DELIVER, B, 2)->octets, ==, 3000);
}

/* Recovery begins with ssthresh = cwnd = FlightSize / 2; 2, 4 and 6 go again and nothing else. */
static void
facts_of_sack (const struct trace *trace)
{
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_ENTER_SACK_RECOVERY, 1).ssthresh, ==, 3500);
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_ENTER_SACK_RECOVERY, 1).sacked_ranges, ==, 3);
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_LEAVE_RECOVERY, 1).retransmissions, ==, 3);
  g_assert_cmpuint (count_reasons (trace, REASON_TIMER_RTO_EXPIRED), ==, 0);
}

static void
facts_of_nagle (const struct trace *trace)
{
  g_assert_cmpuint (count_reasons (trace, REASON_WAIT_NAGLE), ==, 1);
  g_assert_cmpuint (vars_after (trace, A, REASON_WAIT_NAGLE, 1).unsent, ==, 100);
  g_assert_cmpuint (count_reasons (trace, REASON_TIMER_DELAYED_ACK_EXPIRED), ==, 2);
}

static void
facts_of_silly_window (const struct trace *trace)
{
  unsigned octets = 0;

  for (unsigned nth = 7; nth <= 12; nth++)
    octets += trace_segment (trace, get_event (trace, TRACE_SEND, A, nth)->id)->length;
  g_assert_cmpuint (octets, ==, 6);
}

static void
facts_of_window_scale (const struct trace *trace)
{
  struct tcp_vars b = vars_after (trace, B, REASON_NOTICE_ACCEPTED, 1);

  g_assert_cmpuint (b.snd_wind_shift, ==, 7);
  g_assert_cmpuint (b.rcv_wind_shift, ==, 7);
  g_assert_cmpuint (vars_after (trace, B, REASON_NOTICE_ACCEPTED, 1).snd_wnd, ==, 65535u << 7);
}

static void
facts_of_keep_alive (const struct trace *trace)
{
  g_assert_cmpuint (count_reasons (trace, REASON_SEND_KEEPALIVE_PROBE), ==, 5);
  g_assert_cmpuint (count_reasons (trace, REASON_TIMER_KEEPALIVE_ANSWERED), ==, 2);
  g_assert_cmpuint (count_reasons (trace, REASON_STATE_KEEPALIVE_TIMED_OUT), ==, 1);
}

/* S29: 1, 2, 4, 8, 16 segments, then one more each round trip; three duplicates halve what is outstanding. A round trip
 * is the time between two ACKs that brought the window to a full number of segments. */
static void
facts_of_slow_start (const struct trace *trace)
{
  static const unsigned segments[] = { 1, 2, 4, 8, 16, 17, 18, 19, 20 };
  unsigned round = 0, sent = 0;
  vtime began = -1;

  for (unsigned nth = 3; round < G_N_ELEMENTS (segments); nth++)
    {
      const struct trace_event *event = get_event (trace, TRACE_SEND, A, nth);

      g_assert_cmpint (event->reason, ==, REASON_SEND_DATA);
      if (began >= 0 && event->at >= began + MS (100))
        {
          g_assert_cmpuint (sent, ==, segments[round]);
          round++;
          sent = 0;
        }
      if (sent++ == 0)
        began = event->at;
    }
  struct tcp_vars enter = vars_after (trace, A, REASON_UPDATE_ENTER_RECOVERY, 1);
  g_assert_cmpuint (enter.ssthresh, ==, 10000);
}

/* S29, a timeout at 12: ssthresh 6, and the window is 1, 2, 4, 6, 7 segments, a round trip each. */
static void
facts_of_slow_start_timeout (const struct trace *trace)
{
  static const unsigned segments[] = { 1, 2, 4, 6, 7 };

  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_SLOW_START, 11).cwnd, ==, 12000);
  g_assert_cmpuint (count_events (trace, TRACE_LOSS, A), ==, 12);
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_TIMEOUT_COLLAPSE, 1).ssthresh, ==, 6000);
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_TIMEOUT_COLLAPSE, 1).cwnd, ==, 1000);
  for (unsigned round = 0; round < G_N_ELEMENTS (segments); round++)
    {
      unsigned sent = 0;

      for (size_t i = 0; i < trace_length (trace); i++)
        {
          const struct trace_event *event = trace_get (trace, (event_id) i);

          sent += event->kind == TRACE_SEND && event->host == A && event->at == MS (1600 + 100 * round);
        }
      g_assert_cmpuint (sent, ==, segments[round]);
    }
}

/* What A's congestion window is once all of an instant has been done. */
static uint32_t
cwnd_at (const struct trace *trace, vtime at)
{
  uint32_t cwnd = 0;
  struct tcp_vars vars;

  for (size_t i = 0; i < trace_length (trace) && trace_get (trace, (event_id) i)->at <= at; i++)
    if (trace_get (trace, (event_id) i)->host == A && trace_vars (trace, (event_id) i, &vars))
      cwnd = vars.cwnd;
  return cwnd;
}

/* S29, CUBIC: from 10 segments to 7, and then each round trip of half a second less than the one before up to W_max,
 * and beyond it more. At no time after the first of them would Reno be faster. */
static void
facts_of_cubic (const struct trace *trace)
{
  static const unsigned segments[] = { 7, 7, 8, 9, 9, 9, 10, 11, 12, 14, 18 };
  const vtime left = MS (2500), back = MS (5000);
  struct tcp_vars enter = vars_after (trace, A, REASON_UPDATE_ENTER_RECOVERY, 1);
  struct tcp_vars curve = vars_after (trace, A, REASON_UPDATE_CUBIC, 1);

  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_SLOW_START, 5).cwnd, ==, 10000);
  g_assert_cmpuint (enter.cubic_w_max, ==, 10000);
  g_assert_cmpuint (enter.ssthresh, ==, 7000);
  g_assert_cmpuint (vars_after (trace, A, REASON_UPDATE_LEAVE_RECOVERY, 1).cwnd, ==, 7000);
  g_assert_cmpint (curve.cubic_epoch, ==, left);
  g_assert_cmpint (curve.cubic_k / MS (1), ==, 1957); /* the cube root of (10 - 7) / 0.4 */
  for (unsigned round = 0; round < G_N_ELEMENTS (segments); round++)
    {
      unsigned sent = 0;

      for (size_t i = 0; i < trace_length (trace); i++)
        {
          const struct trace_event *event = trace_get (trace, (event_id) i);

          sent += event->kind == TRACE_SEND && event->host == A && event->at == MS (2000 + 500 * round);
        }
      g_assert_cmpuint (sent, ==, segments[round]);
    }
  g_assert_cmpuint (cwnd_at (trace, back - MS (500)), <, enter.cubic_w_max);
  g_assert_cmpuint (cwnd_at (trace, back), >, enter.cubic_w_max);
  for (vtime at = left + MS (1000); at <= MS (7000); at += MS (500))
    {
      uint32_t before = cwnd_at (trace, at - MS (500)) - cwnd_at (trace, at - MS (1000));
      uint32_t gain = cwnd_at (trace, at) - cwnd_at (trace, at - MS (500));

      if (at < back)
        g_assert_cmpuint (gain, <, before);
      else
        g_assert_cmpuint (gain, >, before);
    }
  for (size_t i = 0; i < trace_length (trace); i++)
    if (trace_get (trace, (event_id) i)->reason == REASON_UPDATE_CUBIC_RENO_FRIENDLY)
      g_assert_cmpint (trace_get (trace, (event_id) i)->at, ==, left);
}

const struct lesson lessons_transfer[] = {
  { "timeout-backoff", timeout_backoff, facts_of_timeout_backoff },
  { "duplicate", duplicate, facts_of_duplicate, LESSON_DISTURBED },
  { "corruption", corruption, facts_of_corruption, LESSON_DISTURBED },
  { "reordering", reordering, facts_of_reordering, LESSON_DISTURBED },
  { "fast-retransmit", fast_retransmit, facts_of_fast_retransmit },
  { "sack", sack, facts_of_sack },
  { "zero-window", zero_window, facts_of_zero_window },
  { "nagle-delayed-ack", nagle_delayed_ack, facts_of_nagle },
  { "silly-window", silly_window, facts_of_silly_window },
  { "slow-start", NULL, facts_of_slow_start },
  { "slow-start-timeout", NULL, facts_of_slow_start_timeout },
  { "cubic", NULL, facts_of_cubic, LESSON_DISTURBED },
  { "window-scale", window_scale, facts_of_window_scale },
  { "sack-off", sack_off, NULL },
  { "reordering-needless", reordering_needless, facts_of_reordering_needless, LESSON_DISTURBED },
  { "reordering-rack", reordering_rack, facts_of_reordering_rack, LESSON_DISTURBED },
  { "zero-window-full", zero_window_full, NULL },
  { "zero-window-deadlock", zero_window_deadlock, facts_of_zero_window_deadlock },
  { "nagle-off", nagle_off, NULL },
  { "silly-window-avoided", silly_window_avoided, NULL },
  { "window-scale-one-side", window_scale_one_side, facts_of_window_scale_one_side },
  { "keep-alive-reboot", keep_alive_reboot, NULL },
  { "keep-alive", keep_alive, facts_of_keep_alive },
  { 0 },
};
