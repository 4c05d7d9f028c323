// The class forks while a worker may hold the lock that the child takes.
// with-rule: fork-with-threads
#include <iostream>
#include <mutex>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

class Store {
public:
  void put(int N) {
    std::lock_guard<std::mutex> Guard(M);
    Sum += N;
  }

  void save() {
    pid_t Child = fork(); // expect: fork-with-threads(Store::save) with #start; likely
    if (Child == 0) {
      std::lock_guard<std::mutex> Guard(M);
      std::cout << Sum << std::endl;
      _exit(0);
    }
    waitpid(Child, nullptr, 0);
  }

private:
  std::mutex M;
  int Sum = 0;
};

int main() {
  Store S;
  std::thread Filler([&S] { // #start
    for (int I = 0; I < 1000; ++I)
      S.put(I);
  });
  S.save();
  Filler.join();
}
