// What play() does, in another file, needs no lock; but it is called under one.
// with-rule: oversized-critical-section
#include "score.h"

#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

class Table {
public:
  void round(int Seed) {
    std::lock_guard<std::mutex> Guard(M); // #taken
    int Score = play(Seed); // expect: oversized-critical-section(M) with #taken; likely
    Scores.push_back(Score);
  }
  std::size_t rounds() {
    std::lock_guard<std::mutex> Guard(M);
    return Scores.size();
  }

private:
  std::mutex M;
  std::vector<int> Scores;
};

int main() {
  Table T;
  std::thread First([&T] { T.round(1); }), Second([&T] { T.round(2); });
  First.join();
  Second.join();
  std::cout << T.rounds() << '\n';
}
