// An account that can be waited for; see main.cpp.
#include "bank.h"

static std::mutex Lock;
static std::condition_variable Changed;
static int Balance = 0;

void await(int Amount) {
  std::unique_lock<std::mutex> Guard(Lock);
  Changed.wait(Guard, [Amount] { return Balance >= Amount; }); // expect: wait-holding-second-lock(Books) with #pay, #earn
}

void deposit(int Amount) {
  {
    std::lock_guard<std::mutex> Guard(Lock);
    Balance += Amount;
  }
  Changed.notify_all();
}
