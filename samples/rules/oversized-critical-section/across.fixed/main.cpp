// The game is played first; only the result is put in with the lock.
// with-rule: oversized-critical-section
// expect-none
#include "score.h"

#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

class Table {
public:
  void round(int Seed) {
    int Score = play(Seed);
    std::lock_guard<std::mutex> Guard(M);
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
