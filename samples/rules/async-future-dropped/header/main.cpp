// writeLater() hands out the future of its task, and its callers drop it: the
// line is written now, not later.
#include "log.h"

int main() {
  logStart();
  writeLater("end"); // expect: async-future-dropped(writeLater)
}
