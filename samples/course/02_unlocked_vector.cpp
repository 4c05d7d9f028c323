// Two threads put their results into one vector. One of them moves its contents
// elsewhere just when the other one writes.
#include <iostream>
#include <thread>
#include <vector>

std::vector<int> Results;

void compute(int From) {
  for (int I = From; I < From + 100; I++)
    Results.push_back(I * I); // expect: container-race(Results)
}

int main() {
  std::thread A(compute, 0), B(compute, 100);
  A.join();
  B.join();
  std::cout << Results.size() << std::endl;
}
