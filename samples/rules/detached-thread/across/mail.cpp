#include "mail.h"

#include <iostream>
#include <thread>

static void deliver(const std::string &Text) {
  std::cout << "to: all\n\n"
            << Text << '\n';
}

void sendInBackground(const std::string &Text) {
  std::thread([Text] { deliver(Text); }).detach(); // expect: detached-thread(lambda in sendInBackground)
}
