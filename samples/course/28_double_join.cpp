// Joined twice, "to be safe": the second one throws.
#include <iostream>
#include <thread>

void hello() { std::cout << "hello" << std::endl; }

// The fault ends the program: the second join comes only when asked for.
int main(int Argc, char **) {
  std::thread T(hello);
  T.join(); // #first
  if (Argc > 1)
    T.join(); // expect: double-join(T) with #first
}
