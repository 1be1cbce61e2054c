/* The words of the picture in the current language: joins the painter, which knows no language, and gettext. */
#pragma once

#include "diagram/words.h"

/* Valid for the whole run of the program; follows the language in force when a word is asked for. */
extern const struct diagram_words PICTURE_WORDS;
