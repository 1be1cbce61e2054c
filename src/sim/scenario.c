#include "sim/scenario.h"

#include <stdio.h>

static void
host_init (struct scenario_host *host, const char *name, uint8_t last_octet, uint16_t port, uint32_t iss)
{
  snprintf (host->name, sizeof host->name, "%s", name);
  host->mac = (struct mac_address){ { 2, 0, 0, 0, 0, (uint8_t) (0x09 + last_octet) } };
  host->address = ip_address_v4 (10, 0, 0, last_octet);
  host->port = port;
  host->config = tcp_config_lesson ();
  host->config.iss_fixed = true;
  host->config.iss = iss;
  host->app.reads = true;
}

void
scenario_use_ipv6 (struct scenario *scenario)
{
  /* 2001:db8::/32 is for examples (RFC 3849). */
  static const struct ip_address prefix = { .family = IP_V6, .octets = { 0x20, 0x01, 0x0d, 0xb8 } };

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      scenario->hosts[host].address = prefix;
      scenario->hosts[host].address.octets[15] = (uint8_t) (1 + host);
    }
}

void
scenario_init (struct scenario *scenario)
{
  *scenario = (struct scenario){ .seed = 1, .until = VTIME_NEVER, .fold_data = true };
  host_init (&scenario->hosts[HOST_A], "A", 1, 40001, 100);
  host_init (&scenario->hosts[HOST_B], "B", 2, 80, 300);
  for (unsigned from = 0; from < HOST_COUNT; from++)
    {
      scenario->links[from].delay = MS (50);
      scenario->links[from].burst = 1;
      scenario->links[from].icmp_too_big = true;
    }
}
