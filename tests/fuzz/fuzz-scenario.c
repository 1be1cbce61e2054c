/* Scenario files: whatever is in the file, it is refused with a sentence or it runs. */
#define _GNU_SOURCE /* memfd_create */

#include "fuzz.h"

#include "io/scenario-file.h"
#include "sim/sim.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define INSTANTS_MAX 200

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int descriptor = memfd_create ("scenario", 0);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", descriptor);
  g_autoptr (GError) error = NULL;

  FUZZ_CHECK (descriptor >= 0 && write (descriptor, data, size) == (ssize_t) size);
  struct scenario_file *file = scenario_file_load (path, "C", &error);
  FUZZ_CHECK ((file == NULL) == (error != NULL));
  FUZZ_CHECK (file != NULL || strlen (error->message) > 0);
  if (file != NULL)
    {
      struct sim *sim = sim_new (&file->scenario, 0, NULL);

      FUZZ_CHECK (sim != NULL);
      for (unsigned i = 0; i < INSTANTS_MAX && sim_step (sim); i++)
        continue;
      sim_free (sim);
      scenario_file_free (file);
    }
  close (descriptor);
  return 0;
}
