// The lock is given back in the middle of the function: what comes after, the
// printing, needs none.
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
  M.lock(); // expect: manual-lock-unlock(M) with #done; certain
  Measured.push_back(Value);
  if (Measured.size() > 100)
    Measured.clear();
  M.unlock(); // #done
  std::cout << Line + std::to_string(Value) + "\n";
}

int main() {
  std::thread A(measure, 3), B(measure, 4);
  A.join();
  B.join();
}
