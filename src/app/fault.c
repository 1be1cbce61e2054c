#include "app/fault.h"

#include <glib/gi18n.h>

static const struct
{
  const char *name;
  enum sim_command_kind kind;
} ACTIONS[] = {
  { "drop", COMMAND_DROP },       { "delay", COMMAND_DELAY }, { "duplicate", COMMAND_DUPLICATE },
  { "corrupt", COMMAND_CORRUPT }, { "hold", COMMAND_HOLD },   { "release", COMMAND_RELEASE },
  { "discard", COMMAND_DROP },
};

gboolean
hs_fault_apply (HsSession *session, gsize flight, const char *action, vtime delay, char **why)
{
  struct flights *flights = hs_session_get_flights (session);
  struct sim_command command = { .host = HOST_NONE };

  if (flights == NULL || flight >= flights_length (flights))
    {
      *why = g_strdup (_ ("No segment is under way."));
      return FALSE;
    }
  command.copy = flights_get (flights, flight)->carry;
  for (gsize i = 0; i < G_N_ELEMENTS (ACTIONS); i++)
    {
      if (g_str_equal (ACTIONS[i].name, action))
        {
          command.kind = ACTIONS[i].kind;
          command.duration = command.kind == COMMAND_DELAY ? delay : 0;
          return hs_session_command (session, &command, why);
        }
    }
  *why = g_strdup (_ ("That is not possible now."));
  return FALSE;
}

gboolean
hs_fault_is_under_way (HsSession *session, gsize index)
{
  struct flights *flights = hs_session_get_flights (session);
  struct flight flight;

  return flights != NULL && index < flights_length (flights) && hs_session_get_started (session)
         && flight_at (flights, index, hs_session_get_now (session), &flight) && flight.fate == FLIGHT_UNDER_WAY
         && flight.end > hs_session_get_now (session);
}

gsize
hs_fault_target (HsSession *session)
{
  struct flights *flights = hs_session_get_flights (session);
  event_id selected = hs_session_get_selected (session);
  gsize best = SIZE_MAX;

  if (flights == NULL)
    return SIZE_MAX;
  if (selected != EVENT_NONE)
    {
      best = flights_find (flights, selected);
      if (best != SIZE_MAX && hs_fault_is_under_way (session, best))
        return best;
      best = SIZE_MAX;
    }
  for (gsize i = 0; i < flights_length (flights); i++)
    {
      if (hs_fault_is_under_way (session, i)
          && (best == SIZE_MAX || flights_get (flights, i)->end < flights_get (flights, best)->end))
        best = i;
    }
  return best;
}
