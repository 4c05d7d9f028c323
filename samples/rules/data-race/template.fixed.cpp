// Looking and storing happen under one lock, so no better value can come in
// between.
// expect-none
#include <iostream>
#include <mutex>
#include <thread>

template <class T>
class Maximum {
public:
  void offer(T Value) {
    std::lock_guard<std::mutex> Guard(Lock);
    if (Best < Value)
      Best = Value;
  }
  T best() {
    std::lock_guard<std::mutex> Guard(Lock);
    return Best;
  }

private:
  std::mutex Lock;
  T Best{};
};

Maximum<int> Highest;

void measure(int From) {
  for (int I = 0; I < 1000; ++I)
    Highest.offer(From + I % 17);
}

int main() {
  std::thread Low(measure, 0);
  std::thread High(measure, 50);
  Low.join();
  High.join();
  std::cout << Highest.best() << '\n';
}
