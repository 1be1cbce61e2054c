#include "tcp/error.h"

#include <errno.h>
#include <stddef.h>

struct posix
{
  enum tcp_error error;
  const char *name;
  int number;
};

#define POSIX(error, name)                                                                                             \
  {                                                                                                                    \
    TCP_ERROR_##error, #name, name                                                                                     \
  }

static const struct posix POSIX_ERRORS[] = {
  { TCP_OK, "OK", 0 },
  POSIX (NO_CONNECTION, ENOTCONN),
  POSIX (EXISTS, EISCONN),
  POSIX (CLOSING, EPIPE),
  POSIX (REMOTE_UNSPECIFIED, EDESTADDRREQ),
  POSIX (NO_ROOM, EAGAIN),
  POSIX (INVALID_PEER, EADDRNOTAVAIL),
  POSIX (RESET, ECONNRESET),
  POSIX (REFUSED, ECONNREFUSED),
  POSIX (TIMED_OUT, ETIMEDOUT),
  POSIX (NO_MEMORY, ENOMEM),
  POSIX (BAD_SOCKET, EBADF),
  POSIX (INVALID, EINVAL),
  POSIX (IN_PROGRESS, EINPROGRESS),
  POSIX (ALREADY, EALREADY),
  POSIX (ADDRESS_IN_USE, EADDRINUSE),
  POSIX (NOT_SUPPORTED, EOPNOTSUPP),
  POSIX (FAMILY, EAFNOSUPPORT),
  POSIX (UNKNOWN_NAME, ENOENT),
  POSIX (NETWORK_UNREACHABLE, ENETUNREACH),
  POSIX (HOST_UNREACHABLE, EHOSTUNREACH),
  POSIX (NO_PROTOCOL, ENOPROTOOPT),
  POSIX (TOO_BIG, EMSGSIZE),
  POSIX (PROTOCOL, EPROTO),
  POSIX (PROHIBITED, EACCES),
};

static const struct posix *
find (enum tcp_error error)
{
  for (size_t i = 0; i < sizeof POSIX_ERRORS / sizeof *POSIX_ERRORS; i++)
    if (POSIX_ERRORS[i].error == error)
      return &POSIX_ERRORS[i];
  return NULL;
}

const char *
tcp_error_name (enum tcp_error error)
{
  const struct posix *found = find (error);
  return found != NULL ? found->name : NULL;
}

int
tcp_error_errno (enum tcp_error error)
{
  const struct posix *found = find (error);
  return found != NULL ? found->number : 0;
}
