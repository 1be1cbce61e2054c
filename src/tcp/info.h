/* What is known of a connection, in the fields and units of Linux's struct tcp_info (linux/tcp.h), each with its name
 * there less "tcpi_": times in microseconds, but for the last_… ones in milliseconds; windows and what is in flight in
 * segments; the rest in octets. Fields of Linux about what this engine has not (pacing, delivery rates) are left out.
 */
#pragma once

#include "base/vtime.h"

#include <stdint.h>

/* info.state */
enum tcp_info_state
{
  TCP_INFO_ESTABLISHED = 1,
  TCP_INFO_SYN_SENT,
  TCP_INFO_SYN_RECV,
  TCP_INFO_FIN_WAIT1,
  TCP_INFO_FIN_WAIT2,
  TCP_INFO_TIME_WAIT,
  TCP_INFO_CLOSE,
  TCP_INFO_CLOSE_WAIT,
  TCP_INFO_LAST_ACK,
  TCP_INFO_LISTEN,
  TCP_INFO_CLOSING,
};

/* info.ca_state */
enum tcp_info_ca_state
{
  TCP_INFO_CA_OPEN,
  TCP_INFO_CA_DISORDER, /* duplicate ACKs, or reports by SACK, that do not mean a loss yet */
  TCP_INFO_CA_CWR,      /* cwnd fell for a router's mark */
  TCP_INFO_CA_RECOVERY, /* fast recovery */
  TCP_INFO_CA_LOSS,     /* after a timeout */
};

/* Bits of info.options. */
enum tcp_info_option
{
  TCP_INFO_TIMESTAMPS = 1,
  TCP_INFO_SACK = 2,
  TCP_INFO_WSCALE = 4,
  TCP_INFO_ECN = 8,
  TCP_INFO_ECN_SEEN = 16, /* a packet came that may be marked */
  TCP_INFO_SYN_DATA = 32, /* the text of a SYN was taken (Fast Open) */
};

/* info.snd_ssthresh before it is set. */
#define TCP_INFO_INFINITE_SSTHRESH 0x7fffffff

struct tcp_stack_info
{
  uint8_t state;       /* enum tcp_info_state */
  uint8_t ca_state;    /* enum tcp_info_ca_state */
  uint8_t retransmits; /* timeouts in a row of the oldest segment */
  uint8_t probes;      /* window or keep-alive probes without an answer */
  uint8_t backoff;     /* how often the RTO was doubled */
  uint8_t options;     /* of enum tcp_info_option */
  uint8_t snd_wscale;  /* of the windows that arrive */
  uint8_t rcv_wscale;  /* of the windows that we tell */

  uint32_t rto;
  uint32_t ato; /* the delayed-ACK time */
  uint32_t snd_mss;
  uint32_t rcv_mss; /* the largest text that came in one segment, or what may be expected before */

  uint32_t unacked; /* segments; of a listener: connections that wait for accept */
  uint32_t sacked;  /* segments; of a listener: its backlog */
  uint32_t lost; /* segments, also those that were sent again since: unacked - sacked - lost + retrans is in flight */
  uint32_t retrans; /* segments that were sent again and are in flight */
  uint32_t fackets; /* 0, as on Linux today */

  uint32_t last_data_sent; /* ms ago; since the connection was established when there was none */
  uint32_t last_ack_sent;  /* the same; Linux has 0 here */
  uint32_t last_data_recv;
  uint32_t last_ack_recv;

  uint32_t pmtu;
  uint32_t rcv_ssthresh; /* octets that the window may grow to */
  uint32_t rtt;          /* SRTT; 0 before the first sample */
  uint32_t rttvar;
  uint32_t snd_ssthresh; /* segments, or TCP_INFO_INFINITE_SSTHRESH */
  uint32_t snd_cwnd;     /* segments */
  uint32_t advmss;       /* what we announced */
  uint32_t reordering;   /* duplicate ACKs that mean a loss */
  uint32_t rcv_rtt;      /* as the receiver of text measures it (receiver-rtt.h); 0 before the first sample */
  uint32_t rcv_space;    /* octets of the receive buffer that are free */
  uint32_t total_retrans;

  uint64_t bytes_acked;    /* octets of text; Linux counts SYN and FIN in too */
  uint64_t bytes_received; /* octets of text in order; Linux counts FIN in too */
  uint32_t segs_out;       /* segments with and without text, those sent again too; no RST */
  uint32_t segs_in;
  uint32_t notsent_bytes;
  uint32_t min_rtt; /* UINT32_MAX before the first sample */
  uint32_t data_segs_in;
  uint32_t data_segs_out;
  uint64_t bytes_sent;           /* octets of text, those sent again too */
  uint64_t bytes_retrans;        /* those sent again */
  uint32_t dsack_dups;           /* D-SACKs that came */
  uint32_t rcv_ooopack;          /* segments that came early */
  uint32_t snd_wnd;              /* octets */
  uint32_t rcv_wnd;              /* octets */
  uint64_t busy_time;            /* with something unsent or unacknowledged; in the next two for these reasons */
  uint64_t rwnd_limited;         /* the peer's window lets no more go */
  uint64_t sndbuf_limited;       /* the program has more than the send buffer takes */
  uint32_t delivered;            /* segments that arrived, as far as is known; those with SYN or FIN too */
  uint32_t reord_seen;           /* reports by SACK of what had been overtaken; with RACK only */
  uint32_t total_rto;            /* timeouts of the RTO, also of the SYN */
  uint32_t total_rto_recoveries; /* those that followed no other without an ACK of something new between */
  uint32_t total_rto_time;       /* ms from such a timeout to that ACK, together */
};
