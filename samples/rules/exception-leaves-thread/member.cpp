// A member function is the thread. It handles one kind of error and lets another
// one out; and a library function throws on bad input, which is only possible.
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

class Loader {
public:
  explicit Loader(std::string Text) : Text(std::move(Text)) {}
  void run() {
    std::thread Checker(&Loader::check, this); // #start
    std::thread Reader([this] {
      read(); // expect: exception-leaves-thread(lambda in Loader::run); possible
    });
    Checker.join();
    Reader.join();
    std::cout << Number << '\n';
  }

private:
  void check() {
    try {
      if (Text.empty())
        throw std::length_error("empty"); // expect: exception-leaves-thread(Loader::check) with #start; likely
    } catch (const std::out_of_range &) {
      std::cout << "out of range\n";
    }
  }
  void read() { Number = std::stoi(Text); }

  std::string Text;
  int Number = 0;
};

int main() {
  Loader L("42");
  L.run();
}
