// A template in a header locks by hand; push_back may well throw in between.
// with-rule: manual-lock-unlock
#include "inbox.h"
#include <iostream>
#include <thread>

int main() {
  Inbox<int> Mail;
  std::thread T([&Mail] { Mail.put(1); });
  Mail.put(2);
  T.join();
  std::cout << Mail.size() << '\n';
}
