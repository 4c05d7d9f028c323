// The consumer asks `if` before it waits, and not again after. A wait may
// return for no reason, and then there is still nothing to take.
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

std::mutex Lock;
std::condition_variable Arrived;
bool Ready = false;
int Parcel = 0;

void deliver() {
  std::lock_guard<std::mutex> Guard(Lock);
  Parcel = 7;
  Ready = true;
  Arrived.notify_one();
}

int main() {
  std::thread Postman(deliver);
  {
    std::unique_lock<std::mutex> Guard(Lock);
    if (!Ready)
      Arrived.wait(Guard); // expect: wait-without-predicate(Arrived); certain
    std::cout << Parcel << '\n';
  }
  Postman.join();
}
