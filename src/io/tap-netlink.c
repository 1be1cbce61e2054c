#include "io/tap-netlink.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A message under construction. The buffer is far larger than what is put into it. */
struct message
{
  struct nlmsghdr header;
  union
  {
    struct ifinfomsg link;
    struct ifaddrmsg address;
  };
  unsigned char attributes[256];
};

static struct rtattr *
append (struct message *message, unsigned short type, const void *value, size_t length)
{
  struct rtattr *attribute = (void *) ((char *) message + NLMSG_ALIGN (message->header.nlmsg_len));

  attribute->rta_type = type;
  attribute->rta_len = (unsigned short) RTA_LENGTH (length);
  if (length > 0)
    memcpy (RTA_DATA (attribute), value, length);
  message->header.nlmsg_len = (uint32_t) (NLMSG_ALIGN (message->header.nlmsg_len) + RTA_ALIGN (attribute->rta_len));
  return attribute;
}

/* Ends a nested attribute: what was appended since then lies in it. */
static void
close_nest (const struct message *message, struct rtattr *nest)
{
  nest->rta_len = (unsigned short) ((const char *) message + message->header.nlmsg_len - (const char *) nest);
}

static int
transact (const struct message *message)
{
  struct
  {
    struct nlmsghdr header;
    struct nlmsgerr error;
    unsigned char rest[512];
  } answer;

  int netlink = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (netlink < 0)
    return errno;

  int error = 0;
  if (send (netlink, message, message->header.nlmsg_len, 0) < 0 || recv (netlink, &answer, sizeof answer, 0) < 0)
    error = errno;
  else if (answer.header.nlmsg_type != NLMSG_ERROR)
    error = EPROTO;
  else
    error = -answer.error.error; /* 0 is the acknowledgment */
  close (netlink);
  return error;
}

int
tap_netlink_plain_bridge (int index)
{
  const uint32_t none = 0;
  const uint8_t off = 0;
  struct message message;

  memset (&message, 0, sizeof message);
  message.header.nlmsg_len = NLMSG_LENGTH (sizeof message.link);
  message.header.nlmsg_type = RTM_NEWLINK;
  message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  message.link.ifi_family = AF_UNSPEC;
  message.link.ifi_index = index;

  struct rtattr *info = append (&message, IFLA_LINKINFO, NULL, 0);
  append (&message, IFLA_INFO_KIND, "bridge", strlen ("bridge"));
  struct rtattr *data = append (&message, IFLA_INFO_DATA, NULL, 0);
  append (&message, IFLA_BR_STP_STATE, &none, sizeof none);
  append (&message, IFLA_BR_FORWARD_DELAY, &none, sizeof none);
  append (&message, IFLA_BR_AGEING_TIME, &none, sizeof none);
  append (&message, IFLA_BR_MCAST_SNOOPING, &off, sizeof off);
  append (&message, IFLA_BR_MCAST_QUERIER, &off, sizeof off);
  close_nest (&message, data);
  close_nest (&message, info);
  return transact (&message);
}

int
tap_netlink_address_v6 (int index, const uint8_t address[static 16], uint8_t prefix_length)
{
  struct message message;

  memset (&message, 0, sizeof message);
  message.header.nlmsg_len = NLMSG_LENGTH (sizeof message.address);
  message.header.nlmsg_type = RTM_NEWADDR;
  message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE;
  message.address.ifa_family = AF_INET6;
  message.address.ifa_prefixlen = prefix_length;
  message.address.ifa_flags = IFA_F_NODAD;
  message.address.ifa_index = (uint32_t) index;
  append (&message, IFA_LOCAL, address, 16);
  append (&message, IFA_ADDRESS, address, 16);
  return transact (&message);
}
