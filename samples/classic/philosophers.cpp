// Five philosophers, five forks; each takes the left fork, then the right one.
// If all take their left fork at once, all wait for ever.
#include <array>
#include <mutex>
#include <thread>
#include <vector>

constexpr int Count = 5;
std::array<std::mutex, Count> Forks;

void dine(int Seat) {
  for (int Round = 0; Round < 3; ++Round) {
    std::lock_guard<std::mutex> Left(Forks[Seat]);
    std::lock_guard<std::mutex> Right(Forks[(Seat + 1) % Count]); // expect: lock-order(Forks)
  }
}

int main() {
  std::vector<std::thread> Table;
  for (int Seat = 0; Seat < Count; ++Seat)
    Table.emplace_back(dine, Seat);
  for (std::thread &Philosopher : Table)
    Philosopher.join();
}
