// An early return forgets the unlock: the next customer waits for ever.
#include <mutex>
#include <thread>

std::mutex Lock;
int Tickets = 1;

bool buy() {
  Lock.lock(); // #lock
  if (Tickets == 0)
    return false; // expect: lock-not-released(Lock) with #lock; certain
  --Tickets;
  Lock.unlock();
  return true;
}

// The fault hangs the program: a second ticket is bought only when asked for.
int main(int Argc, char **) {
  std::thread Customer(buy);
  Customer.join();
  if (Argc > 1) {
    buy();
    buy();
  }
}
