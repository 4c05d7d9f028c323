// `while` instead of `if`: after every wait it is asked again.
// expect-none
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
    while (!Ready)
      Arrived.wait(Guard);
    std::cout << Parcel << '\n';
  }
  Postman.join();
}
