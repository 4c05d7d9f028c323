// A detached thread prints a text that lives in the function that started it.
// When the function returns, the text is gone, and the thread goes on.
#include <chrono>
#include <iostream>
#include <string>
#include <thread>

void announce(const std::string &Name) {
  std::string Text = "hello " + Name;
  std::thread Printer([&Text] { std::cout << Text << '\n'; }); // expect: dangling-thread-reference(Text) with #end
  Printer.detach();
} // #end

int main() {
  announce("world");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}
