/* Something that could not be done, in a sentence that can be selected and copied: whoever writes a scenario in an
 * editor reads there what is wrong and where. */
#pragma once

#include <adwaita.h>

void hs_error_dialog_present (GtkWindow *parent, const char *heading, const char *sentence);
