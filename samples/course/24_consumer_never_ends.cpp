// All is produced and consumed, and the program hangs in the join.
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

std::mutex Mtx;
std::condition_variable Cv;
std::queue<int> Items;

void consumer() {
  while (true) {
    std::unique_lock<std::mutex> Lock(Mtx);
    Cv.wait(Lock, [] { return !Items.empty(); }); // expect: consumer-never-ends(consumer) with #join
    std::cout << Items.front() << std::endl;
    Items.pop();
  }
}

// The fault hangs the program: it is run only when asked for.
int main(int Argc, char **) {
  if (Argc == 1)
    return 0;
  std::thread T(consumer);
  for (int I = 0; I < 5; I++) {
    std::lock_guard<std::mutex> Lock(Mtx);
    Items.push(I);
    Cv.notify_one();
  }
  T.join(); // #join
}
