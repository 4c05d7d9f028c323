// A thread in C that starts a helper of its own for every round.
// with-rule: nested-thread-creation
#include <atomic>
#include <iostream>
#include <pthread.h>
#include <thread>

std::atomic<int> Rounds = 0;

void *help(void *) {
  ++Rounds;
  return nullptr;
}

int main() {
  std::thread Outer([] { // #outer
    for (int I = 0; I < 3; ++I) {
      pthread_t Helper;
      if (pthread_create(&Helper, nullptr, help, nullptr) == 0) // expect: nested-thread-creation(lambda in main) with #outer; likely
        pthread_join(Helper, nullptr);
    }
  });
  Outer.join();
  std::cout << Rounds << '\n';
}
