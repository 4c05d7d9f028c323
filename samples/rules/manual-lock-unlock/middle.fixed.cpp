// The guard has a block of its own, which ends before
// the printing.
// expect-none
// with-rule: manual-lock-unlock
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

std::mutex M;
std::vector<int> Measured;

void measure(int Value) {
  std::string Line = "measured ";
  {
    std::lock_guard Guard(M);
    Measured.push_back(Value);
    if (Measured.size() > 100)
      Measured.clear();
  }
  std::cout << Line + std::to_string(Value) + "\n";
}

int main() {
  std::thread A(measure, 3), B(measure, 4);
  A.join();
  B.join();
}
