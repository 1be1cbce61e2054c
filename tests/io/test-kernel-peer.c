/* Our TCP against that of Linux: over a TAP device, in a namespace of the test's own, in real time.
 *
 * Both sides send 1 MB and close; 2 % of the frames are lost on our side of the link, each way. The kernel's side is a
 * small program behind ordinary sockets; ours is a host of the simulator driven by the real clock. Over IPv6 the two
 * find each other by neighbour discovery, which is subject to the losses too. */
#define _GNU_SOURCE

#include "base/rng.h"
#include "io/tap-namespace.h"
#include "sim/host.h"
#include "sim/sim.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define OCTETS (1024 * 1024)
#define LOSS_PER_MILLION 20000
#define SECONDS_MAX 60
#define PORT 8080

#define KERNEL_ADDRESS "10.9.0.1"
#define OUR_ADDRESS "10.9.0.2"
#define KERNEL_ADDRESS_V6 "2001:db8:9::1"
#define OUR_ADDRESS_V6 "2001:db8:9::2"

/* Which pattern of sim_pattern each side sends. */
#define OURS HOST_A
#define KERNELS HOST_B

/* FNV-1a, so that both ends can say in one number what they read. */
#define HASH_START G_GUINT64_CONSTANT (14695981039346656037)
#define HASH_PRIME G_GUINT64_CONSTANT (1099511628211)

static guint64
hash_add (guint64 hash, const guint8 *octets, gsize length)
{
  for (gsize i = 0; i < length; i++)
    hash = (hash ^ octets[i]) * HASH_PRIME;
  return hash;
}

static void
fill_pattern (unsigned side, guint64 offset, guint8 *octets, gsize length)
{
  for (gsize i = 0; i < length; i++)
    octets[i] = sim_pattern (side, offset + i);
}

static guint64
hash_of_pattern (unsigned side)
{
  guint64 hash = HASH_START;

  for (guint64 i = 0; i < OCTETS; i++)
    {
      guint8 octet = sim_pattern (side, i);
      hash = hash_add (hash, &octet, 1);
    }
  return hash;
}

/* What a side tells when it is done. */
struct outcome
{
  guint64 read;
  guint64 hash;
  gboolean orderly; /* the other side's end came as an end, not as a reset */
};

/* --- the kernel's side: a process with ordinary sockets --- */

/* Who opens the connection, and over which IP. */
struct role
{
  gboolean kernel_listens;
  enum ip_family family;
};

union socket_address
{
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
};

/* Fills in what a text in the role's family means; returns its length. */
static socklen_t
socket_address (const struct role *role, const char *v4, const char *v6, union socket_address *address)
{
  memset (address, 0, sizeof *address);
  if (role->family == IP_V6)
    {
      address->v6.sin6_family = AF_INET6;
      address->v6.sin6_port = htons (PORT);
      inet_pton (AF_INET6, v6, &address->v6.sin6_addr);
      return sizeof address->v6;
    }
  address->v4.sin_family = AF_INET;
  address->v4.sin_port = htons (PORT);
  inet_pton (AF_INET, v4, &address->v4.sin_addr);
  return sizeof address->v4;
}

static int
kernel_socket (const struct role *role)
{
  union socket_address address;
  socklen_t length = socket_address (role, KERNEL_ADDRESS, KERNEL_ADDRESS_V6, &address);
  int one = 1, descriptor = socket (address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (descriptor < 0)
    return -1;
  if (!role->kernel_listens)
    return descriptor;
  setsockopt (descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind (descriptor, &address.any, length) == 0 && listen (descriptor, 1) == 0)
    return descriptor;
  close (descriptor);
  return -1;
}

static int
kernel_connection (int descriptor, const struct role *role)
{
  union socket_address address;
  socklen_t length = socket_address (role, OUR_ADDRESS, OUR_ADDRESS_V6, &address);

  if (role->kernel_listens)
    return accept (descriptor, NULL, NULL);
  return connect (descriptor, &address.any, length) == 0 ? descriptor : -1;
}

/* Writes as there is room; shuts the sending down at the end. Returns how much has gone out. */
static guint64
kernel_write (int connection, guint64 sent)
{
  guint8 octets[8192];
  gsize length = (gsize) MIN (sizeof octets, OCTETS - sent);

  fill_pattern (KERNELS, sent, octets, length);
  ssize_t written = send (connection, octets, length, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (written > 0)
    sent += (guint64) written;
  if (sent == OCTETS)
    shutdown (connection, SHUT_WR);
  return sent;
}

/* Both ways at once, until both directions have ended. */
static struct outcome
kernel_exchange (int connection)
{
  struct outcome outcome = { .hash = HASH_START };
  guint64 sent = 0;

  while (sent < OCTETS || !outcome.orderly)
    {
      struct pollfd ready = { .fd = connection, .events = POLLIN };
      guint8 octets[8192];
      if (sent < OCTETS)
        ready.events |= POLLOUT;
      if (outcome.orderly)
        ready.events &= (short) ~POLLIN;
      if (poll (&ready, 1, -1) < 0)
        break;
      if (ready.revents & POLLOUT)
        sent = kernel_write (connection, sent);
      if (ready.revents & (POLLIN | POLLHUP | POLLERR))
        {
          ssize_t length = recv (connection, octets, sizeof octets, MSG_DONTWAIT);
          if (length < 0 && errno != EAGAIN)
            break;
          if (length == 0)
            outcome.orderly = TRUE;
          if (length > 0)
            {
              outcome.hash = hash_add (outcome.hash, octets, (gsize) length);
              outcome.read += (guint64) length;
            }
        }
    }
  return outcome;
}

static pid_t
start_kernel_side (int descriptor, const struct role *role, int report)
{
  pid_t process = fork ();

  if (process != 0)
    return process;
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  alarm (SECONDS_MAX);
  int connection = kernel_connection (descriptor, role);
  struct outcome outcome = { 0 };
  if (connection >= 0)
    outcome = kernel_exchange (connection);
  _exit (write (report, &outcome, sizeof outcome) == (ssize_t) sizeof outcome ? 0 : 1);
}

/* --- our side --- */

struct our_side
{
  int tap;
  struct host *host;
  struct tcp_stack *stack;
  struct rng rng;
  gint64 started; /* monotonic, us */
  event_id events;
  guint64 frames, lost;
  int listener;
  int socket;
  guint64 sent;
  gboolean ended; /* our sending */
  struct outcome outcome;
};

static vtime
now_of (const struct our_side *side)
{
  return US (g_get_monotonic_time () - side->started);
}

static bool
is_lost (struct our_side *side)
{
  bool lost = rng_below (&side->rng, 1000000) < LOSS_PER_MILLION;

  side->frames++;
  side->lost += lost;
  return lost;
}

static event_id
take_note (void *user, const struct tcp_event *event)
{
  struct our_side *side = user;

  return side->events++;
}

static void
frame_out (void *user, const uint8_t *frame, size_t length, event_id sent)
{
  struct our_side *side = user;

  /* A full queue is one more lossy link to TCP. */
  if (!is_lost (side) && write (side->tap, frame, length) < 0)
    side->lost++;
}

static void
take_frames (struct our_side *side)
{
  guint8 frame[2048];
  ssize_t length;

  while ((length = read (side->tap, frame, sizeof frame)) > 0)
    if (!is_lost (side))
      host_frame_in (side->host, frame, (size_t) length, now_of (side), EVENT_NONE);
}

static void
program_writes (struct our_side *side)
{
  while (side->sent < OCTETS && tcp_stack_room (side->stack, side->socket) > 0)
    {
      guint8 octets[4096];
      gsize length = (gsize) MIN (sizeof octets, OCTETS - side->sent);
      fill_pattern (OURS, side->sent, octets, length);
      int taken = tcp_stack_send (side->stack, side->socket, octets, (uint32_t) length, now_of (side), EVENT_NONE);
      if (taken <= 0)
        return;
      side->sent += (guint64) taken;
    }
  if (side->sent == OCTETS && !side->ended)
    side->ended = tcp_stack_shutdown (side->stack, side->socket, now_of (side), EVENT_NONE) == TCP_OK;
}

static void
program_reads (struct our_side *side)
{
  guint8 octets[4096];
  int length;

  while ((length = tcp_stack_receive (side->stack, side->socket, octets, sizeof octets, now_of (side), EVENT_NONE)) > 0)
    {
      side->outcome.hash = hash_add (side->outcome.hash, octets, (gsize) length);
      side->outcome.read += (guint64) length;
    }
  if (length == 0)
    side->outcome.orderly = TRUE;
}

static enum tcp_state
state_of (const struct our_side *side)
{
  struct tcp_vars vars;

  return side->socket > 0 && tcp_stack_vars (side->stack, side->socket, &vars) ? (enum tcp_state) vars.state
                                                                               : TCP_CLOSED;
}

static void
program_acts (struct our_side *side)
{
  if (side->socket <= 0 && side->listener > 0)
    side->socket = tcp_stack_accept (side->stack, side->listener);
  if (side->socket <= 0)
    return;

  enum tcp_state state = state_of (side);
  if (state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT)
    program_writes (side);
  if (state >= TCP_ESTABLISHED && !side->outcome.orderly)
    program_reads (side);
}

/* Sleeps until a frame comes or a timer is due. */
static void
wait_for_something (const struct our_side *side)
{
  struct pollfd ready = { .fd = side->tap, .events = POLLIN };
  vtime next = tcp_stack_next_timeout (side->stack), now = now_of (side);
  vtime wait = next == VTIME_NEVER ? MS (100) : CLAMP (next - now, 0, MS (100));

  poll (&ready, 1, (int) ((wait + MS (1) - 1) / MS (1)));
}

/* True when the connection ended as it should: everything read and sent, and nothing left but TIME-WAIT. */
static bool
is_over (const struct our_side *side)
{
  enum tcp_state state = state_of (side);

  return side->socket > 0 && side->ended && side->outcome.orderly && (state == TCP_TIME_WAIT || state == TCP_CLOSED);
}

static void
run_our_side (struct our_side *side)
{
  while (!is_over (side) && now_of (side) < SEC (SECONDS_MAX))
    {
      wait_for_something (side);
      take_frames (side);
      tcp_stack_timeout (side->stack, now_of (side));
      program_acts (side);
      tcp_stack_flush (side->stack, now_of (side));
      if (side->socket > 0 && tcp_stack_error (side->stack, side->socket) != TCP_OK)
        break;
    }
}

static void
open_our_side (struct our_side *side, int tap, const struct role *role)
{
  const struct mac_address mac = { { 2, 0, 0, 0, 0, 0x0a } };
  struct ip_address address;
  const struct host_sink sink = { .user = side, .report = take_note, .frame_out = frame_out };
  struct endpoint remote = { .port = PORT };
  struct tcp_config config = tcp_config_rfc ();

  /* As Linux does; with the 1 s of RFC 6298 the test would take a minute. */
  config.rto_min = MS (200);
  *side = (struct our_side){ .tap = tap, .started = g_get_monotonic_time (), .outcome.hash = HASH_START };
  rng_seed (&side->rng, 7);
  ip_address_parse (role->family == IP_V6 ? OUR_ADDRESS_V6 : OUR_ADDRESS, &address);
  ip_address_parse (role->family == IP_V6 ? KERNEL_ADDRESS_V6 : KERNEL_ADDRESS, &remote.address);
  side->host = host_new (&mac, &address, &config, &sink);
  side->stack = host_stack (side->host);
  if (!role->kernel_listens)
    side->listener = tcp_stack_listen (side->stack, PORT, 0, now_of (side), EVENT_NONE);
  else
    side->socket = tcp_stack_connect (side->stack, 0, &remote, now_of (side), EVENT_NONE);
}

/* --- both together, in a process of their own --- */

static int
give_address (int control, enum ip_family family)
{
  struct ip_address address;

  if (family == IP_V4)
    return tap_interface_address (control, "tap-a", inet_addr (KERNEL_ADDRESS), htonl (0xffffff00));
  ip_address_parse (KERNEL_ADDRESS_V6, &address);
  return tap_interface_address_v6 (control, "tap-a", address.octets, 64);
}

/* Makes the namespace and the TAP device; NULL, or what is not possible here. */
static const char *
make_network (const struct tap_identity *identity, enum ip_family family, int *tap)
{
  int mapping, control;

  if (tap_namespace_enter (identity, &mapping) != 0)
    return "no network namespace";
  tap_namespace_quiet ();
  control = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (control < 0 || tap_device_open ("/dev/net/tun", tap) != 0 || tap_device_attach (*tap, "tap-a") != 0)
    return "no TAP device";
  if (tap_interface_up (control, "lo", 0) != 0 || tap_interface_up (control, "tap-a", 1500) != 0
      || give_address (control, family) != 0)
    return "no address for the TAP device";
  close (control);

  /* The kernel's side is the same on every machine, as far as it lets us. */
  tap_setting_write ("/proc/sys/net/ipv4/tcp_congestion_control", "reno");
  tap_setting_write ("/proc/sys/net/ipv4/tcp_no_metrics_save", "1");
  return NULL;
}

/* What happened, as one line to the test. */
static void
tell (int report, const char *format, ...)
{
  char line[512];
  va_list arguments;

  va_start (arguments, format);
  g_vsnprintf (line, sizeof line, format, arguments);
  va_end (arguments);
  if (write (report, line, strlen (line)) < 0)
    _exit (2);
}

static void
judge (const struct our_side *side, const struct outcome *kernel, int report)
{
  struct tcp_vars vars = { 0 };

  tcp_stack_vars (side->stack, side->socket, &vars);
  if (side->outcome.read != OCTETS || side->outcome.hash != hash_of_pattern (KERNELS))
    tell (report, "bad: we read %" G_GUINT64_FORMAT " octets in state %s, error %d", side->outcome.read,
          tcp_state_name (state_of (side)), (int) tcp_stack_error (side->stack, side->socket));
  else if (kernel->read != OCTETS || kernel->hash != hash_of_pattern (OURS))
    tell (report, "bad: the kernel read %" G_GUINT64_FORMAT " octets", kernel->read);
  else if (!kernel->orderly || !is_over (side))
    tell (report, "bad: no orderly close: kernel %d, our state %s", kernel->orderly, tcp_state_name (state_of (side)));
  else if (side->lost == 0 || vars.retransmissions == 0)
    tell (report, "bad: nothing was lost, or nothing was sent again");
  else
    tell (report, "good: %.1f s, %" G_GUINT64_FORMAT " frames, %" G_GUINT64_FORMAT " lost, we sent %u segments again",
          (double) now_of (side) / 1e9, side->frames, side->lost, vars.retransmissions);
}

static void
run_both (const struct tap_identity *identity, const struct role *role, int report)
{
  struct our_side side;
  struct outcome kernel = { 0 };
  int tap = -1, outcome[2];

  alarm (SECONDS_MAX + 10);
  const char *missing = make_network (identity, role->family, &tap);
  if (missing != NULL)
    {
      tell (report, "skip: %s", missing);
      return;
    }
  int descriptor = kernel_socket (role);
  if (descriptor < 0 || pipe (outcome) != 0)
    {
      tell (report, "bad: no socket for the kernel's side");
      return;
    }
  open_our_side (&side, tap, role);
  pid_t process = start_kernel_side (descriptor, role, outcome[1]);
  close (outcome[1]);
  close (descriptor);
  run_our_side (&side);

  /* The last ACK may be lost: the kernel's FIN then has to be answered again. */
  struct pollfd ready = { .fd = outcome[0], .events = POLLIN };
  while (poll (&ready, 1, 10) == 0 && now_of (&side) < SEC (SECONDS_MAX))
    {
      take_frames (&side);
      tcp_stack_timeout (side.stack, now_of (&side));
      tcp_stack_flush (side.stack, now_of (&side));
    }
  if (read (outcome[0], &kernel, sizeof kernel) != (ssize_t) sizeof kernel)
    kernel = (struct outcome){ 0 };
  kill (process, SIGKILL);
  waitpid (process, NULL, 0);
  judge (&side, &kernel, report);
  host_free (side.host);
}

static void
test_role (gconstpointer data)
{
  const struct role *role = data;
  struct tap_identity identity;
  int report[2], status;
  char line[512] = "";

  tap_identity_fill (&identity);
  g_assert_cmpint (pipe (report), ==, 0);
  pid_t process = fork ();
  if (process == 0)
    {
      run_both (&identity, role, report[1]);
      _exit (0);
    }
  close (report[1]);
  ssize_t length = read (report[0], line, sizeof line - 1);
  close (report[0]);
  g_assert_cmpint (waitpid (process, &status, 0), ==, process);

  if (g_str_has_prefix (line, "skip: "))
    g_test_skip (line + strlen ("skip: "));
  else if (length <= 0 || !g_str_has_prefix (line, "good: "))
    g_test_fail_printf ("%s", length > 0 ? line : "the process ended without a word");
  else
    g_test_message ("%s", line);
}

int
main (int argc, char **argv)
{
  static const struct role we = { TRUE, IP_V4 }, kernel = { FALSE, IP_V4 };
  static const struct role we_v6 = { TRUE, IP_V6 }, kernel_v6 = { FALSE, IP_V6 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/io/kernel-peer/we-connect", &we, test_role);
  g_test_add_data_func ("/io/kernel-peer/kernel-connects", &kernel, test_role);
  g_test_add_data_func ("/io/kernel-peer/v6/we-connect", &we_v6, test_role);
  g_test_add_data_func ("/io/kernel-peer/v6/kernel-connects", &kernel_v6, test_role);
  return g_test_run ();
}
