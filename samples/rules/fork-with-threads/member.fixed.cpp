// The class forks when the worker has ended.
// with-rule: fork-with-threads
// expect-none
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
    pid_t Child = fork();
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
  std::thread Filler([&S] {
    for (int I = 0; I < 1000; ++I)
      S.put(I);
  });
  Filler.join();
  S.save();
}
