// A guard unlocks on every way out.
// expect-none
#include <mutex>
#include <thread>

std::mutex Lock;
int Tickets = 1;

bool buy() {
  std::lock_guard<std::mutex> Guard(Lock);
  if (Tickets == 0)
    return false;
  --Tickets;
  return true;
}

int main(int Argc, char **) {
  std::thread Customer(buy);
  Customer.join();
  if (Argc > 1) {
    buy();
    buy();
  }
}
