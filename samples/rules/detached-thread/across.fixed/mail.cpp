#include "mail.h"

#include <iostream>
#include <thread>
#include <vector>

static std::vector<std::thread> Senders;

static void deliver(const std::string &Text) {
  std::cout << "to: all\n\n"
            << Text << '\n';
}

void sendInBackground(const std::string &Text) {
  Senders.emplace_back([Text] { deliver(Text); });
}

void finishSending() {
  for (std::thread &T : Senders)
    T.join();
  Senders.clear();
}
