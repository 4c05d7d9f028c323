// Both forks are taken in one step that cannot deadlock.
// expect-none
#include <array>
#include <mutex>
#include <thread>
#include <vector>

constexpr int Count = 5;
std::array<std::mutex, Count> Forks;

void dine(int Seat) {
  for (int Round = 0; Round < 3; ++Round)
    std::scoped_lock Both(Forks[Seat], Forks[(Seat + 1) % Count]);
}

int main() {
  std::vector<std::thread> Table;
  for (int Seat = 0; Seat < Count; ++Seat)
    Table.emplace_back(dine, Seat);
  for (std::thread &Philosopher : Table)
    Philosopher.join();
}
