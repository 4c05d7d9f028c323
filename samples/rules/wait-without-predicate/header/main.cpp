// A walker passes the gate after it was opened, and waits for ever: run only
// when asked for.
#include "gate.h"

#include <thread>

int main(int Argc, char **) {
  Gate G;
  G.open();
  if (Argc > 1) {
    std::thread Walker([&G] { G.pass(); });
    Walker.join();
  }
}
