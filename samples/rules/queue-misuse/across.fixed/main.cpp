// One cook at a time takes from the queue.
// expect-none
#include "orders.h"

#include <thread>
#include <vector>

Orders Today;

int main() {
  for (int Dish = 0; Dish < 8; ++Dish)
    Today.place(Dish);
  std::vector<std::thread> Cooks;
  for (int I = 0; I < 2; ++I)
    Cooks.emplace_back([] { Today.serve(); });
  for (std::thread &Cook : Cooks)
    Cook.join();
}
