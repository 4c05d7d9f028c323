// lock() and unlock() by hand, and an exception between them.
#include <iostream>
#include <mutex>
#include <stdexcept>
#include <thread>

std::mutex Mtx;
int Balance = 100;

void withdraw(int Amount) {
  Mtx.lock(); // #lock
  if (Amount > Balance)
    throw std::runtime_error("not enough money"); // expect: lock-not-released(Mtx) with #lock
  Balance -= Amount;
  Mtx.unlock();
}

void customer() {
  try {
    withdraw(70);
  } catch (const std::runtime_error &Error) {
    std::cerr << Error.what() << std::endl;
  }
}

// The fault hangs the program: both customers come only when asked for.
int main(int Argc, char **) {
  std::thread A(customer);
  A.join();
  if (Argc > 1) {
    std::thread B(customer), C(customer);
    B.join();
    C.join();
  }
}
