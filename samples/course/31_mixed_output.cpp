// Not a mistake of this kind: std::cout may be used by several threads. The words may
// come out in any order, also mixed within a line, and nothing is undefined. Who
// minds prints one string per line, or uses std::osyncstream.
// expect-none
#include <iostream>
#include <string>
#include <thread>

void speak(const std::string &Name) {
  std::cout << Name << " says hello" << std::endl;
}

int main() {
  std::thread A(speak, "Ada"), B(speak, "Bob");
  A.join();
  B.join();
}
