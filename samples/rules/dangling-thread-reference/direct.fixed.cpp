// The thread takes a copy of the text with it.
// expect-none
#include <chrono>
#include <iostream>
#include <string>
#include <thread>

void announce(const std::string &Name) {
  std::string Text = "hello " + Name;
  std::thread Printer([Text] { std::cout << Text << '\n'; });
  Printer.detach();
}

int main() {
  announce("world");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
