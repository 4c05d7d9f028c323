// put() in mailbox.cpp forgets to notify. There is a notify, in a function that
// nobody calls.
#include "mailbox.h"
#include <iostream>
#include <thread>

int main() {
  Mailbox Box;
  Box.put("a letter");
  std::thread Reader([&Box] { std::cout << Box.get() + "\n"; });
  Reader.join();
}
