// A walker passes an open gate without waiting.
// expect-none
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
