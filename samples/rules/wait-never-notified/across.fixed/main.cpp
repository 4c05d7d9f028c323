// put() notifies.
// expect-none
#include "mailbox.h"
#include <iostream>
#include <thread>

int main() {
  Mailbox Box;
  Box.put("a letter");
  std::thread Reader([&Box] { std::cout << Box.get() + "\n"; });
  Reader.join();
}
