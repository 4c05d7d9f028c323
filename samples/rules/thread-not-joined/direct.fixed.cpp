// Joined on every way out. (std::jthread joins by itself.)
// expect-none
#include <cstdio>
#include <thread>

void beep() { std::puts("beep"); }

void signal(bool Wait) {
  std::thread Beeper(beep);
  if (Wait)
    std::puts("waiting");
  Beeper.join();
}

int main(int Argc, char **) { signal(Argc == 1); }
