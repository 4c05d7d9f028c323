// A mailbox between threads; see main.cpp.
#include "mailbox.h"

void Mailbox::put(const std::string &Letter) {
  std::lock_guard<std::mutex> Guard(Lock);
  Letters.push_back(Letter);
  Filled.notify_one();
}

std::string Mailbox::get() {
  std::unique_lock<std::mutex> Guard(Lock);
  Filled.wait(Guard, [this] { return !Letters.empty(); });
  std::string Letter = Letters.back();
  Letters.pop_back();
  return Letter;
}

// Written for the end of the program; nobody calls it.
void Mailbox::wakeAll() { Filled.notify_all(); }
