// Between start and join the program throws. The handler is far away, and on
// the way to it the thread is destroyed.
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <thread>

int parse(const char *Text) {
  int Value = std::atoi(Text);
  if (Value < 0)
    throw std::runtime_error("negative");
  return Value;
}

void run(const char *Text) {
  std::thread Clock([] { std::cout << "tick\n"; }); // expect: thread-not-joined(Clock); likely
  int Value = parse(Text);
  Clock.join();
  std::cout << Value << '\n';
}

int main(int Argc, char **Argv) {
  try {
    run(Argc > 1 ? Argv[1] : "1");
  } catch (const std::exception &E) {
    std::cerr << E.what() << '\n';
  }
}
