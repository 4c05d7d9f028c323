// The worker pattern gone wrong: two workers take jobs from a plain vector and
// add results to another. A vector is a shared object like any other.
#include <iostream>
#include <thread>
#include <vector>

std::vector<int> Jobs{1, 2, 3, 4, 5, 6};
std::vector<int> Results;

void work() {
  while (!Jobs.empty()) {
    int Job = Jobs.back();
    Jobs.pop_back();              // expect: container-race(Jobs); dynamic: confirmed
    Results.push_back(Job * Job); // expect: container-race(Results); dynamic: confirmed
  }
}

int main() {
  std::thread First(work);
  std::thread Second(work);
  First.join();
  Second.join();
  std::cout << Results.size() << " results\n";
}
