// Works on a job in a thread of its own, and waits for it.
#include "background.h"

#include <thread>

static void work(Job *J) { J->Output = J->Input * J->Input; }

void inBackground(Job &J) {
  std::thread Worker(work, &J);
  Worker.join();
}
