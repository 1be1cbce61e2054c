#include "app/capture-list-problems.h"

#include "explain/format.h"
#include "explain/template.h"

#include <glib/gi18n.h>

/* An error counts more than any number of warnings, a warning more than any number of notes. */
#define WARNING_SCORE (G_GUINT64_CONSTANT (1) << 8)
#define ERROR_SCORE (G_GUINT64_CONSTANT (1) << 56)

static gboolean
is_unanswered (const struct connection_summary *it)
{
  return it->client_to_server.syns > 0 && it->server_to_client.segments == 0;
}

static gboolean
is_refused (const struct connection_summary *it)
{
  return it->client_to_server.syns > 0 && it->server_to_client.syns == 0 && it->server_to_client.resets > 0
         && it->server_to_client.octets == 0;
}

static gboolean
begins_before (const struct connection_summary *it)
{
  return it->client_to_server.syns == 0 && it->server_to_client.syns == 0;
}

static gboolean
is_one_way (const struct connection_summary *it)
{
  return (it->client_to_server.segments == 0 || it->server_to_client.segments == 0) && !is_unanswered (it);
}

guint64
connection_problem_count (const struct connection_summary *it, enum connection_problem problem)
{
  switch (problem)
    {
    case PROBLEM_UNANSWERED:
      return is_unanswered (it);
    case PROBLEM_REFUSED:
      return is_refused (it);
    case PROBLEM_RESET:
      return !is_refused (it) && it->client_to_server.resets + it->server_to_client.resets > 0;
    case PROBLEM_RETRANSMITTED:
      return it->client_to_server.retransmissions + it->server_to_client.retransmissions;
    case PROBLEM_DUPLICATE_ACKS:
      return it->client_to_server.duplicate_acks + it->server_to_client.duplicate_acks;
    case PROBLEM_BEGINS_BEFORE:
      return begins_before (it);
    case PROBLEM_ONE_WAY:
      return is_one_way (it);
    }
  return 0;
}

enum problem_weight
connection_problem_weight (enum connection_problem problem)
{
  switch (problem)
    {
    case PROBLEM_UNANSWERED:
    case PROBLEM_REFUSED:
    case PROBLEM_RESET:
      return PROBLEM_ERROR;
    case PROBLEM_RETRANSMITTED:
    case PROBLEM_DUPLICATE_ACKS:
      return PROBLEM_WARNING;
    default:
      return PROBLEM_NOTE;
    }
}

char *
connection_problem_words (enum connection_problem problem, guint64 count)
{
  g_autofree char *number = explain_format_count (count);

  switch (problem)
    {
    case PROBLEM_UNANSWERED:
      return g_strdup (_ ("SYN unanswered"));
    case PROBLEM_REFUSED:
      return g_strdup (C_ ("problem of a connection", "refused"));
    case PROBLEM_RESET:
      return g_strdup (C_ ("problem of a connection", "reset"));
    case PROBLEM_RETRANSMITTED:
      return explain_fill (_ ("{n} retransmitted"), "n", number, NULL);
    case PROBLEM_DUPLICATE_ACKS:
      return explain_fill (g_dngettext (GETTEXT_PACKAGE, "{n} duplicate ACK", "{n} duplicate ACKs", (gulong) count),
                           "n", number, NULL);
    case PROBLEM_BEGINS_BEFORE:
      return g_strdup (_ ("begins before capture"));
    case PROBLEM_ONE_WAY:
      return g_strdup (_ ("one direction only"));
    }
  return g_strdup ("");
}

guint64
connection_problem_score (const struct connection_summary *summary)
{
  static const guint64 SCORES[]
      = { [PROBLEM_NOTE] = 1, [PROBLEM_WARNING] = WARNING_SCORE, [PROBLEM_ERROR] = ERROR_SCORE };
  guint64 score = 0;

  for (int problem = 0; problem < PROBLEM_COUNT; problem++)
    score += connection_problem_count (summary, (enum connection_problem) problem)
             * SCORES[connection_problem_weight ((enum connection_problem) problem)];
  return score;
}
