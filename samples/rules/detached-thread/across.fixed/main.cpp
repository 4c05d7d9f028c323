// The threads are kept, and main waits for them at the end.
// expect-none
#include "mail.h"

#include <iostream>

int main() {
  sendInBackground("the build is green");
  finishSending();
  std::cout << "sent\n";
}
