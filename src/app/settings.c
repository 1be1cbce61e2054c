#include "app/settings.h"

#define SCHEMA "io.github.handshake_tcp.Handshake"

/* Where this program's installation has its schemas: a prefix of its own is not among the system's data folders. */
#define OWN_SCHEMAS HANDSHAKE_DATA_DIRECTORY "/../glib-2.0/schemas"

static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *system = g_settings_schema_source_get_default ();
  GSettingsSchema *schema = system != NULL ? g_settings_schema_source_lookup (system, SCHEMA, TRUE) : NULL;
  GSettingsSchemaSource *own;

  if (schema != NULL)
    return schema;
  own = g_settings_schema_source_new_from_directory (OWN_SCHEMAS, system, TRUE, NULL);
  if (own == NULL)
    return NULL;
  schema = g_settings_schema_source_lookup (own, SCHEMA, FALSE);
  g_settings_schema_source_unref (own);
  return schema;
}

GSettings *
hs_settings_get (void)
{
  static GSettings *settings;
  static gboolean tried;

  if (!tried)
    {
      g_autoptr (GSettingsSchema) schema = find_schema ();

      tried = TRUE;
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
    }
  return settings;
}
