// std::jthread joins in its destructor, on every way.
// expect-none
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
  std::jthread Clock([] { std::cout << "tick\n"; });
  int Value = parse(Text);
  std::cout << Value << '\n';
}

int main(int Argc, char **Argv) {
  try {
    run(Argc > 1 ? Argv[1] : "1");
  } catch (const std::exception &E) {
    std::cerr << E.what() << '\n';
  }
}
