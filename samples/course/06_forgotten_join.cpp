// The thread is started and forgotten: its destructor ends the program with
// "terminate called without an active exception".
#include <iostream>
#include <thread>

void hello() { std::cout << "hello from the thread" << std::endl; }

int run() {
  std::thread T(hello); // expect: thread-not-joined(T)
  return 0;
}

// The fault ends the program: it is run only when asked for.
int main(int Argc, char **) { return Argc > 1 ? run() : 0; }
