#include "programs.h"

#include "wire/icmp.h"
#include "wire/segment.h"

/* The configuration: family and preset, 35 switches, sizes, times, opening, path; see take_config of fuzz-stack.c. */
#define CONFIG(kind, s0, s1, s2, s3, sizes, times, opening) kind, s0, s1, s2, s3, 0, sizes, times, opening, 0
#define RFC CONFIG (0, 0, 0, 0, 0, 0, 0, 0)
#define RFC_IPV6 CONFIG (1, 0, 0, 0, 0, 0, 0, 0)
#define LESSON CONFIG (2, 0, 0, 0, 0, 0, 0, 0)
#define LINUX CONFIG (4, 0, 0, 0, 0, 0, 0, 0)
#define ECN 0x08
#define TWO_WAY 0x01
#define NO_TIME_WAIT 0x02
#define KEEPALIVE 0x20
#define FAST_OPEN 0x0c
#define USER_TIMEOUT 0x10
#define COOKIES_ALWAYS 2

/* The steps, as `step` there takes them. */
#define LISTEN 0, 0x20
#define CONNECT 0, 0x01
#define CONNECT_SEND 0, 0x81
#define ANSWER(socket, how) 1, socket, how
#define SEGMENT(socket, flags, shape, numbers) 3, socket, flags, shape, numbers
#define ICMP(packet, type, code, mtu) 6, packet, type, code, (mtu) >> 8, (mtu) &0xff
#define SEND(socket, octets) 8, socket, (octets) >> 8, (octets) &0xff
#define RECEIVE(socket, octets) 10, socket, (octets) >> 8, (octets) &0xff
#define CALL(which, socket) 11, which, socket
#define WAIT(power) 12, power
#define TIMERS(count) 13, (count) -1
#define FLUSH 14
#define LOOK(socket) 16, socket

#define SHUTDOWN 0
#define CLOSE 1
#define ABORT 2
#define ACCEPT 7

/* How a peer answers: options of a SYN, or text of 1000 octets and FIN. */
#define ALL_OPTIONS 0x0e
#define WITH_ECE 0x20
#define WITH_TEXT 3
#define WITH_FIN 4

/* Shapes of a segment: window, text, what follows. */
#define WINDOW_ZERO 1
#define WINDOW_NEXT 2
#define FULL 16
#define OWN_OPTIONS 32
#define SACK 64
#define MORE 128

/* Its numbers: where SEG.SEQ is, and SEG.ACK. */
#define IN_ORDER 0
#define BACK 5
#define AHEAD 6
#define AGAIN 7
#define FAR_AHEAD 8
#define WINDOW_END 10
#define ANYWHERE 13
#define ACK_ONE 0xc0
#define ACK_NOTHING 0xa0
#define ACK_ANYWHERE 0xd0
#define ACK_OF_UNSENT 0x60

#define DUPLICATE SEGMENT (0, TCP_ACK, 0, ACK_NOTHING)
#define SACK_BLOCK(first, count) SEGMENT (0, TCP_ACK, SACK, ACK_NOTHING), 0, (first) << 3 | ((count) -1)
#define OPEN_ACTIVE CONNECT, ANSWER (0, ALL_OPTIONS)
#define OPEN_PASSIVE LISTEN, ANSWER (0, ALL_OPTIONS), ANSWER (1, 0), CALL (ACCEPT, 0)

static const uint8_t new_reno[] = { LESSON,         CONNECT,         ANSWER (0, 0),
                                    SEND (0, 9000), DUPLICATE,       DUPLICATE,
                                    DUPLICATE,      DUPLICATE,       SEGMENT (0, TCP_ACK, 0, ACK_ONE),
                                    ANSWER (0, 0),  SEND (0, 20000), ANSWER (0, 0),
                                    WAIT (37),      SEND (0, 2000),  ANSWER (0, 0) };
static const uint8_t sack[] = { RFC,
                                OPEN_ACTIVE,
                                SEND (0, 20000),
                                SACK_BLOCK (1, 1),
                                SACK_BLOCK (2, 2),
                                SACK_BLOCK (4, 3),
                                SACK_BLOCK (7, 1),
                                SEGMENT (0, TCP_ACK, 0, ACK_ONE),
                                ANSWER (0, 0),
                                SEND (0, 9000),
                                TIMERS (2),
                                SACK_BLOCK (0, 1),
                                TIMERS (1),
                                ANSWER (0, 0) };
static const uint8_t cubic[]
    = { LINUX,         OPEN_ACTIVE, SEND (0, 40000), ANSWER (0, 0), ANSWER (0, 0), SACK_BLOCK (1, 8), SACK_BLOCK (2, 8),
        ANSWER (0, 0), WAIT (26),   SEND (0, 40000), ANSWER (0, 0), WAIT (28),     ANSWER (0, 0),     SEND (0, 40000),
        ANSWER (0, 0), TIMERS (9) };
static const uint8_t timeouts[] = {
  LESSON,        CONNECT,     TIMERS (2),  ANSWER (0, 0), SEND (0, 6000), TIMERS (3), SEGMENT (0, TCP_ACK, 0, ACK_ONE),
  ANSWER (0, 0), SEND (0, 1), TIMERS (16), LOOK (0)
};
static const uint8_t closed_window[] = { RFC,
                                         OPEN_ACTIVE,
                                         SEND (0, 500),
                                         SEGMENT (0, TCP_ACK, WINDOW_ZERO, IN_ORDER),
                                         SEND (0, 3000),
                                         TIMERS (5),
                                         SEGMENT (0, TCP_ACK, WINDOW_ZERO, IN_ORDER),
                                         ANSWER (0, 0),
                                         SEGMENT (0, TCP_ACK, WINDOW_NEXT, IN_ORDER),
                                         1,
                                         44,
                                         SEND (0, 3000),
                                         TIMERS (2),
                                         CALL (CLOSE, 0),
                                         TIMERS (3) };
static const uint8_t holes[] = { RFC,
                                 OPEN_PASSIVE,
                                 SEGMENT (1, TCP_ACK, FULL, AHEAD),
                                 FLUSH,
                                 SEGMENT (1, TCP_ACK | TCP_PSH, FULL, FAR_AHEAD),
                                 SEGMENT (1, TCP_ACK, FULL, FAR_AHEAD),
                                 ANSWER (1, WITH_TEXT),
                                 SEGMENT (1, TCP_ACK, FULL, AGAIN),
                                 FLUSH,
                                 RECEIVE (1, 9000),
                                 SEGMENT (1, TCP_ACK | TCP_FIN, FULL, AHEAD),
                                 ANSWER (1, WITH_TEXT),
                                 CALL (CLOSE, 1),
                                 ANSWER (1, 0),
                                 LOOK (1) };
static const uint8_t full_buffer[] = { CONFIG (2, 0, 0, 0, 0, 8, 0, 0),
                                       OPEN_PASSIVE,
                                       SEGMENT (1, TCP_ACK, FULL, IN_ORDER),
                                       FLUSH,
                                       ANSWER (1, 1),
                                       RECEIVE (1, 9),
                                       SEGMENT (1, TCP_ACK, 0, WINDOW_END),
                                       RECEIVE (1, 300),
                                       FLUSH,
                                       TIMERS (1) };
static const uint8_t passive_close[] = { LESSON,          OPEN_PASSIVE,      ANSWER (1, WITH_TEXT | WITH_FIN),
                                         FLUSH,           RECEIVE (1, 2000), SEND (1, 10),
                                         CALL (CLOSE, 1), ANSWER (1, 0),     LOOK (1),
                                         CALL (CLOSE, 0) };
static const uint8_t active_close[] = { LESSON,        CONNECT,
                                        ANSWER (0, 0), CALL (CLOSE, 0),
                                        ANSWER (0, 0), ANSWER (0, WITH_FIN),
                                        FLUSH,         SEGMENT (0, TCP_ACK | TCP_FIN, 0, BACK),
                                        FLUSH,         SEGMENT (0, TCP_RST, 0, IN_ORDER),
                                        TIMERS (1),    LOOK (0) };
static const uint8_t closing[]
    = { RFC,   OPEN_ACTIVE,   CALL (SHUTDOWN, 0), SEGMENT (0, TCP_ACK | TCP_FIN, 0, ACK_NOTHING),
        FLUSH, ANSWER (0, 0), TIMERS (1) };
static const uint8_t time_wait[] = { RFC,
                                     OPEN_PASSIVE,
                                     CALL (CLOSE, 1),
                                     ANSWER (1, 0),
                                     ANSWER (1, WITH_FIN),
                                     FLUSH,
                                     SEGMENT (1, TCP_SYN, OWN_OPTIONS, IN_ORDER),
                                     8,
                                     0xf0,
                                     0,
                                     SEGMENT (1, TCP_SYN, OWN_OPTIONS, FAR_AHEAD),
                                     8,
                                     0,
                                     9,
                                     ANSWER (2, 0),
                                     CALL (ACCEPT, 0) };
static const uint8_t orphan[]
    = { CONFIG (4, 0, 0, 0, 0, 0, 2, 0), OPEN_ACTIVE, CALL (CLOSE, 0), ANSWER (0, 0), TIMERS (1), LOOK (0) };
static const uint8_t no_time_wait[] = {
  CONFIG (2, 0, 0, 0, NO_TIME_WAIT, 0, 0, 0), CONNECT, ANSWER (0, 0), CALL (CLOSE, 0), ANSWER (0, WITH_FIN), LOOK (0)
};
static const uint8_t two_way[] = { CONFIG (2, 0, 0, 0, TWO_WAY, 0, 0, 0),
                                   LISTEN,
                                   ANSWER (0, 0),
                                   CALL (ACCEPT, 0),
                                   SEND (1, 900),
                                   ANSWER (1, WITH_TEXT),
                                   CALL (ABORT, 1) };
static const uint8_t both_open[] = { LESSON,
                                     CONNECT,
                                     SEGMENT (0, TCP_SYN, 0, IN_ORDER),
                                     ANSWER (0, 0),
                                     SEND (0, 100),
                                     ANSWER (0, WITH_TEXT),
                                     SEGMENT (0, TCP_RST, 0, IN_ORDER) };
static const uint8_t keepalive[]
    = { CONFIG (0, 0, KEEPALIVE, 0, 0, 0, 32, 0), OPEN_ACTIVE, TIMERS (2), ANSWER (0, 0), TIMERS (16), LOOK (0) };
static const uint8_t ecn[] = { CONFIG (0, ECN, 0, 0, 0, 0, 0, 0),
                               CONNECT,
                               ANSWER (0, ALL_OPTIONS | WITH_ECE),
                               SEND (0, 9000),
                               SEGMENT (0, TCP_ACK | TCP_ECE, 0, ACK_ONE),
                               SEGMENT (0, TCP_ACK, FULL | MORE, IN_ORDER),
                               3,
                               FLUSH,
                               SEGMENT (0, TCP_ACK | TCP_CWR, FULL | MORE, IN_ORDER),
                               2,
                               SEND (0, 3000),
                               ANSWER (0, 0) };
static const uint8_t suspicious[] = { RFC,
                                      OPEN_PASSIVE,
                                      SEGMENT (1, TCP_ACK, FULL | OWN_OPTIONS, IN_ORDER),
                                      8,
                                      0xf0,
                                      0,
                                      SEGMENT (1, TCP_ACK, 0, ACK_OF_UNSENT),
                                      SEGMENT (1, TCP_RST, 0, AHEAD),
                                      SEGMENT (1, TCP_SYN, 0, IN_ORDER),
                                      SEGMENT (1, TCP_ACK | TCP_URG, FULL | MORE, IN_ORDER),
                                      0x40,
                                      FLUSH,
                                      SEGMENT (1, TCP_SYN | TCP_RST | TCP_FIN, 0, IN_ORDER) };
static const uint8_t icmp[] = { RFC,
                                CONNECT,
                                ICMP (0, ICMP_UNREACHABLE, ICMP_HOST_UNREACHABLE, 0),
                                ANSWER (0, ALL_OPTIONS),
                                SEND (0, 4000),
                                ICMP (2, ICMP_UNREACHABLE, ICMP_FRAGMENTATION_NEEDED, 600),
                                ICMP (2, ICMP_TIME_EXCEEDED, 0, 0),
                                ICMP (2, ICMP_PARAMETER_PROBLEM, 0, 0),
                                ICMP (2, ICMP_SOURCE_QUENCH, 0, 0),
                                ICMP (2, ICMP_UNREACHABLE, ICMP_PROTOCOL_UNREACHABLE, 0),
                                ICMP (2, ICMP_UNREACHABLE, ICMP_PORT_UNREACHABLE, 0),
                                TIMERS (16),
                                LOOK (0) };
static const uint8_t icmpv6[] = { RFC_IPV6,
                                  CONNECT,
                                  ICMP (0, ICMPV6_UNREACHABLE, ICMPV6_NO_ROUTE, 0),
                                  ANSWER (0, ALL_OPTIONS),
                                  SEND (0, 4000),
                                  ICMP (2, ICMPV6_PACKET_TOO_BIG, 0, 1300),
                                  ICMP (2, ICMPV6_TIME_EXCEEDED, 0, 0),
                                  ICMP (2, ICMPV6_PARAMETER_PROBLEM, 1, 0),
                                  ICMP (2, ICMPV6_UNREACHABLE, ICMPV6_PORT_UNREACHABLE, 0),
                                  ANSWER (0, WITH_TEXT),
                                  RECEIVE (0, 2000),
                                  FLUSH };

/* A request for a cookie, a SYN with text behind a good one; then two opens of our own, the second with text, of which
 * not all is taken. */
#define COOKIE(kind) 8, 0, 0, 0x20, kind
#define ASKED 0
#define GOOD 3
static const uint8_t fast_open[] = { CONFIG (2, 0, 0, 0, FAST_OPEN | USER_TIMEOUT, 0, 0, 0),
                                     LISTEN,
                                     SEGMENT (0, TCP_SYN, OWN_OPTIONS | MORE, IN_ORDER),
                                     COOKIE (ASKED),
                                     ANSWER (1, 0),
                                     SEGMENT (0, TCP_SYN, FULL | OWN_OPTIONS | MORE, 2),
                                     COOKIE (GOOD),
                                     CALL (ACCEPT, 0),
                                     CALL (ACCEPT, 0),
                                     RECEIVE (2, 500),
                                     SEND (2, 300),
                                     TIMERS (1),
                                     ANSWER (2, WITH_TEXT),
                                     CONNECT,
                                     SEGMENT (3, TCP_SYN | TCP_ACK, OWN_OPTIONS | MORE, IN_ORDER),
                                     COOKIE (GOOD),
                                     CALL (ABORT, 3),
                                     CONNECT_SEND,
                                     SEGMENT (4, TCP_SYN | TCP_ACK, OWN_OPTIONS | MORE, ACK_ANYWHERE),
                                     0xfe,
                                     0x0c, /* -500 */
                                     COOKIE (GOOD),
                                     ANSWER (4, 0),
                                     FLUSH };
/* The ACK of a cookie, twice; and one that is forged. */
static const uint8_t syn_cookies[] = { CONFIG (0, 0, 0, 0, 0, 0, 0, COOKIES_ALWAYS),
                                       LISTEN,
                                       SEGMENT (0, TCP_SYN, OWN_OPTIONS, ANYWHERE),
                                       0,
                                       0,
                                       ALL_OPTIONS,
                                       0,
                                       0,
                                       SEGMENT (0, TCP_ACK, OWN_OPTIONS, ANYWHERE),
                                       0,
                                       1,
                                       ALL_OPTIONS,
                                       0,
                                       0,
                                       SEND (1, 3000),
                                       CALL (ABORT, 1),
                                       SEGMENT (0, TCP_ACK, 0, ANYWHERE),
                                       0,
                                       1,
                                       SEGMENT (0, TCP_ACK, FULL, IN_ORDER),
                                       TIMERS (2) };

#define PROGRAM(name)                                                                                                  \
  {                                                                                                                    \
#name, name, sizeof name                                                                                           \
  }

const struct fuzz_program fuzz_programs[] = {
  PROGRAM (new_reno),  PROGRAM (sack),        PROGRAM (cubic),         PROGRAM (timeouts),     PROGRAM (closed_window),
  PROGRAM (holes),     PROGRAM (full_buffer), PROGRAM (passive_close), PROGRAM (active_close), PROGRAM (closing),
  PROGRAM (time_wait), PROGRAM (orphan),      PROGRAM (no_time_wait),  PROGRAM (two_way),      PROGRAM (both_open),
  PROGRAM (keepalive), PROGRAM (ecn),         PROGRAM (suspicious),    PROGRAM (icmp),         PROGRAM (icmpv6),
  PROGRAM (fast_open), PROGRAM (syn_cookies),
};

const size_t fuzz_program_count = sizeof fuzz_programs / sizeof *fuzz_programs;
