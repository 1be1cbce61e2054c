/* The connections of a capture as a list model: an order over their numbers, with objects only for those that are asked
 * for. */
#pragma once

#include "app/capture-list-problems.h"

#include <gio/gio.h>

/* One connection, a copy that outlives the capture. */
#define HS_TYPE_CONNECTION (hs_connection_get_type ())
G_DECLARE_FINAL_TYPE (HsConnection, hs_connection, HS, CONNECTION, GObject)

guint hs_connection_get_index (HsConnection *self);
const struct connection_summary *hs_connection_get_summary (HsConnection *self);

typedef enum
{
  HS_CONNECTIONS_AS_SEEN,
  HS_CONNECTIONS_BY_PROBLEMS,
  HS_CONNECTIONS_BY_TIME, /* longest first */
  HS_CONNECTIONS_BY_SIZE, /* most octets first */
} HsConnectionOrder;

#define HS_TYPE_CONNECTION_MODEL (hs_connection_model_get_type ())
G_DECLARE_FINAL_TYPE (HsConnectionModel, hs_connection_model, HS, CONNECTION_MODEL, GObject)

HsConnectionModel *hs_connection_model_new (void);

/* Where the connections come from; summary: of number `index`, good until the model is given another source. */
typedef const struct connection_summary *(*hs_connection_source) (gconstpointer source, guint index);
void hs_connection_model_set_source (HsConnectionModel *self, gconstpointer source, guint count,
                                     hs_connection_source summary);

void hs_connection_model_set_order (HsConnectionModel *self, HsConnectionOrder order);

/* Only connections in whose endpoints or problems all of these words occur, in any case; "" = all. */
void hs_connection_model_set_search (HsConnectionModel *self, const char *words);

/* All, searched for or not. */
guint hs_connection_model_get_total (HsConnectionModel *self);

/* Where connection `index` stands, G_MAXUINT when it is not among those shown. */
guint hs_connection_model_find (HsConnectionModel *self, guint index);
