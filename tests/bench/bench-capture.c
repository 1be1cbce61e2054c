/* Opening a capture, against a bare loop of libpcap over the same file. */
#define _DEFAULT_SOURCE /* u_char, for pcap.h */

#include "bench.h"

#include "io/capture.h"

#include <pcap.h>

double
bench_capture_open (void *user)
{
  struct capture *capture = capture_open (user, NULL, NULL, NULL, NULL);
  double packets = capture != NULL ? (double) capture_packets (capture) : -1;

  capture_free (capture);
  return packets;
}

double
bench_bare_libpcap (void *user)
{
  char error[PCAP_ERRBUF_SIZE];
  pcap_t *file = pcap_open_offline (user, error);
  struct pcap_pkthdr *header;
  const uint8_t *octets;
  double packets = 0;

  if (file == NULL)
    return -1;
  while (pcap_next_ex (file, &header, &octets) == 1)
    packets++;
  pcap_close (file);
  return packets;
}
