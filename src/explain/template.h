/* Sentences with named places: "{host} acknowledges {ack}".
 *
 * Names instead of positions, so that a translator can put them in any order, use one twice or leave one out. */
#pragma once

#include <stddef.h>

/* Returns the text for a name of `length` characters, to be freed with g_free, or NULL when there is no such name. */
typedef char *(*explain_lookup) (void *user, const char *name, size_t length);

/* The template with every {name} replaced. A name that lookup does not know stays as it is written. Free with g_free.
 */
char *explain_template (const char *pattern, explain_lookup lookup, void *user);

/* The same with the values in the call: name, text, name, text, …, NULL. */
char *explain_fill (const char *pattern, ...) __attribute__ ((sentinel));
