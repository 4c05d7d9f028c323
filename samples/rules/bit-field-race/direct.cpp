// Each thread has a flag of its own, and both flags live in one word.
#include <iostream>
#include <thread>

struct {
  unsigned Ready : 1;
  unsigned Error : 1;
} Status;

void start() { Status.Ready = 1; } // expect: bit-field-race(Ready) with #error
void fail() { Status.Error = 1; }  // #error

int main() {
  std::thread One(start), Two(fail);
  One.join();
  Two.join();
  std::cout << Status.Ready << Status.Error << '\n';
}
