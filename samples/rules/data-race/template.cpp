// A class template that knows no threads, used by two: the race is in the
// template, and in every type it is made for.
#include <iostream>
#include <thread>

template <class T>
class Maximum {
public:
  void offer(T Value) {
    if (Best < Value)
      Best = Value; // expect: data-race(Best)
  }
  T best() const { return Best; }

private:
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
