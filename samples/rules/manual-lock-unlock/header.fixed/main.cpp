// A guard in the template unlocks, also if push_back throws.
// with-rule: manual-lock-unlock
// expect-none
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
