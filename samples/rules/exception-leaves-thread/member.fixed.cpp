// Both threads catch whatever comes.
// expect-none
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

class Loader {
public:
  explicit Loader(std::string Text) : Text(std::move(Text)) {}
  void run() {
    std::thread Checker(&Loader::check, this);
    std::thread Reader([this] { read(); });
    Checker.join();
    Reader.join();
    std::cout << Number << '\n';
  }

private:
  void check() {
    try {
      if (Text.empty())
        throw std::length_error("empty");
    } catch (const std::exception &E) {
      std::cout << E.what() << '\n';
    }
  }
  void read() {
    try {
      Number = std::stoi(Text);
    } catch (...) {
      Number = -1;
    }
  }

  std::string Text;
  int Number = 0;
};

int main() {
  Loader L("42");
  L.run();
}
