// A thread is joined only if the program was asked to wait. If not, its
// destructor ends the whole program.
#include <cstdio>
#include <thread>

void beep() { std::puts("beep"); }

void signal(bool Wait) {
  std::thread Beeper(beep); // expect: thread-not-joined(Beeper)
  if (!Wait)
    return;
  Beeper.join();
}

// The fault ends the program: it is run only when asked for.
int main(int Argc, char **) { signal(Argc == 1); }
