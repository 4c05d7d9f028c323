// The mail goes out "in the background", and the process ends with it under way.
#include "mail.h"

#include <iostream>

int main() {
  sendInBackground("the build is green");
  std::cout << "sent\n";
}
