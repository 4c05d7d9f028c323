// Readers hold a shared_lock.
// with-rule: manual-lock-unlock
// expect-none
#include <iostream>
#include <shared_mutex>
#include <thread>

class Thermometer {
public:
  double read() const {
    std::shared_lock Guard(M);
    return Degrees;
  }

  void set(double D) {
    std::lock_guard Guard(M);
    Degrees = D;
  }

private:
  mutable std::shared_mutex M;
  double Degrees = 20;
};

int main() {
  Thermometer T;
  std::thread Reader([&T] { std::cout << T.read() << '\n'; });
  T.set(21);
  Reader.join();
}
