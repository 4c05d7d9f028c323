// Main itself sets what it alone can know, after the joins; the saver sets its own.
// expect-none
#include <future>
#include <iostream>
#include <thread>
#include <vector>

std::promise<void> Done, Saved;

int main() {
  std::future<void> IsDone = Done.get_future(), IsSaved = Saved.get_future();
  std::vector<std::thread> Workers;
  for (int I = 0; I < 3; ++I)
    Workers.emplace_back([] {});
  std::thread Saver([] { Saved.set_value(); });
  for (std::thread &T : Workers)
    T.join();
  Done.set_value();
  IsDone.wait();
  IsSaved.wait();
  Saver.join();
  std::cout << "done\n";
}
