// Two promises that go wrong in a program: several workers set the one for "all is
// done", and nobody sets the other.
#include <chrono>
#include <future>
#include <iostream>
#include <thread>
#include <vector>

std::promise<void> Done, Saved;

int main(int Count, char **) {
  std::future<void> IsDone = Done.get_future(), IsSaved = Saved.get_future();
  std::vector<std::thread> Workers;
  for (int I = 0; I < 3; ++I)
    Workers.emplace_back([Count, I] {
      if (I == 0 || Count > 9)
        Done.set_value(); // expect: promise-misuse(Done); likely
    });
  for (std::thread &T : Workers)
    T.join();
  IsDone.wait();
  if (Count > 9)
    IsSaved.wait(); // expect: promise-misuse(IsSaved); likely
  std::cout << "done\n";
}
