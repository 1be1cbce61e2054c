/* The arithmetic of RFC 6298. */
#include "explain/checks.h"
#include "explain/format.h"

#include <glib/gi18n.h>

/* The engine may round to a coarser clock than nanoseconds. */
#define ROUNDING US (2)

static bool
about (int64_t a, int64_t b)
{
  return ABS (a - b) <= ROUNDING;
}

void
check_rto (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *v = c->vars;

  if (v == NULL)
    return;
  g_autofree char *rto = explain_format_duration (v->rto);
  if (v->srtt == 0)
    {
      checks_add (c, checks, true, _ ("No round trip measured yet: initial RTO"), "RTO = %s", rto);
      return;
    }
  g_autofree char *srtt = explain_format_duration (v->srtt);
  g_autofree char *rttvar = explain_format_duration (v->rttvar);
  g_autofree char *raw = explain_format_duration (v->srtt + 4 * v->rttvar);
  checks_add (c, checks, true, _ ("SRTT + 4 × RTTVAR"), "%s + 4 × %s = %s", srtt, rttvar, raw);
  if (!about (v->rto, v->srtt + 4 * v->rttvar))
    checks_add (c, checks, true, v->backoff > 0 ? _ ("Doubled at each timeout") : _ ("Within its limits"), "RTO = %s",
                rto);
}

void
check_rto_doubled (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars == NULL)
    return;
  g_autofree char *after = explain_format_duration (c->vars->rto);
  if (c->before != NULL && c->before->rto != c->vars->rto)
    {
      g_autofree char *before = explain_format_duration (c->before->rto);

      if (about (2 * c->before->rto, c->vars->rto))
        checks_add (c, checks, true, _ ("Doubled"), "2 × %s = %s", before, after);
      else
        checks_add (c, checks, c->vars->rto < 2 * c->before->rto, _ ("Doubled, up to the limit"), "2 × %s > %s", before,
                    after);
    }
  checks_add (c, checks, true, _ ("Timeouts in a row"), "%u", c->vars->backoff);
}

void
check_outstanding (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars != NULL)
    checks_add (c, checks, c->vars->snd_una != c->vars->snd_nxt, _ ("Something is unacknowledged"),
                "SND.UNA %u < SND.NXT %u", c->vars->snd_una, c->vars->snd_nxt);
}

void
check_all_acked (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars != NULL)
    checks_add (c, checks, c->vars->snd_una == c->vars->snd_nxt, _ ("Everything is acknowledged"),
                "SND.UNA %u = SND.NXT %u", c->vars->snd_una, c->vars->snd_nxt);
}

/* RFC 6298 (2.2). */
static void
check_first_sample (const struct explain_context *c, GPtrArray *checks)
{
  g_autofree char *rtt = explain_format_duration (c->vars->last_rtt);
  g_autofree char *half = explain_format_duration (c->vars->last_rtt / 2);

  checks_add (c, checks, about (c->vars->srtt, c->vars->last_rtt), _ ("First measurement: SRTT = R"), "SRTT = %s", rtt);
  checks_add (c, checks, about (c->vars->rttvar, c->vars->last_rtt / 2), _ ("RTTVAR = R / 2"), "RTTVAR = %s / 2 = %s",
              rtt, half);
}

/* RFC 6298 (2.3): RTTVAR first, with the old SRTT. */
static void
check_next_sample (const struct explain_context *c, GPtrArray *checks)
{
  const struct tcp_vars *b = c->before;
  int64_t rttvar = (3 * b->rttvar + ABS (b->srtt - c->vars->last_rtt)) / 4;
  int64_t srtt = (7 * b->srtt + c->vars->last_rtt) / 8;
  g_autofree char *rtt = explain_format_duration (c->vars->last_rtt);
  g_autofree char *old_srtt = explain_format_duration (b->srtt);
  g_autofree char *old_rttvar = explain_format_duration (b->rttvar);
  g_autofree char *new_srtt = explain_format_duration (srtt);
  g_autofree char *new_rttvar = explain_format_duration (rttvar);

  checks_add (c, checks, about (c->vars->rttvar, rttvar), "RTTVAR", "¾ × %s + ¼ × |%s − %s| = %s", old_rttvar, old_srtt,
              rtt, new_rttvar);
  checks_add (c, checks, about (c->vars->srtt, srtt), "SRTT", "⅞ × %s + ⅛ × %s = %s", old_srtt, rtt, new_srtt);
}

void
check_rtt_sample (const struct explain_context *c, GPtrArray *checks)
{
  if (c->vars == NULL || c->before == NULL)
    return;
  if (c->before->srtt == 0)
    check_first_sample (c, checks);
  else
    check_next_sample (c, checks);
}
