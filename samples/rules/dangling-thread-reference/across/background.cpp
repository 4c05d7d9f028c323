// Works on a job in a thread of its own, and does not wait.
#include "background.h"

#include <thread>

static void work(Job *J) { J->Output = J->Input * J->Input; }

void inBackground(Job &J) {
  std::thread Worker(work, &J); // expect: dangling-thread-reference(J) with #end
  Worker.detach();
}
