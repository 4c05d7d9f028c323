// A thermometer: readers lock and unlock by hand.
// with-rule: manual-lock-unlock
#include <iostream>
#include <shared_mutex>
#include <thread>

class Thermometer {
public:
  double read() const {
    M.lock_shared(); // expect: manual-lock-unlock(M) with #done; certain
    double Now = Degrees;
    M.unlock_shared(); // #done
    return Now;
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
