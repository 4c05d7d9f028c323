// Flags that are members of their own; and two bit-fields with a zero between.
// expect-none
#include <iostream>
#include <thread>

struct {
  bool Ready;
  bool Error;
  unsigned Left : 1;
  unsigned : 0;
  unsigned Right : 1;
} Status;

void start() {
  Status.Ready = true;
  Status.Left = 1;
}
void fail() {
  Status.Error = true;
  Status.Right = 1;
}

int main() {
  std::thread One(start), Two(fail);
  One.join();
  Two.join();
  std::cout << Status.Ready << Status.Error << '\n';
}
