// A global handle, started again when the first try "has surely finished".
#include <chrono>
#include <iostream>
#include <string>
#include <thread>

std::thread Loader;

void load(const char *Name) { std::cout << std::string(Name) + "\n"; }

void run(bool Again) {
  Loader = std::thread(load, "first"); // #first
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (Again)
    Loader = std::thread(load, "again"); // expect: joinable-overwritten(Loader) with #first
}

int main(int Argc, char **) {
  run(Argc > 1);
  Loader.join();
}
