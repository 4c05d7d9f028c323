// A thread that has finished must be joined, too, before its variable is used
// again. A std::jthread does so itself.
// expect-none
#include <iostream>
#include <string>
#include <thread>

std::thread Loader;
std::jthread Saver;

void load(const char *Name) { std::cout << std::string(Name) + "\n"; }

void run(bool Again) {
  Loader = std::thread(load, "first");
  Saver = std::jthread(load, "saved");
  if (Again) {
    Loader.join();
    Loader = std::thread(load, "again");
    Saver = std::jthread(load, "saved again");
  }
}

int main(int Argc, char **) {
  run(Argc > 1);
  Loader.join();
}
