// Two things to wait for, each with a mutex and a bell of its own.
// expect-none
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex Kitchen, Counter;
std::condition_variable KitchenBell, CounterBell;
int Orders = 0, Meals = 0;

void cook() {
  std::unique_lock<std::mutex> Guard(Kitchen);
  KitchenBell.wait(Guard, [] { return Orders > 0; });
  --Orders;
}

void serve() {
  std::unique_lock<std::mutex> Guard(Counter);
  CounterBell.wait(Guard, [] { return Meals > 0; });
  --Meals;
}

int main() {
  std::thread Cook(cook), Waiter(serve);
  {
    std::lock_guard<std::mutex> Guard(Kitchen);
    Orders = 1;
  }
  {
    std::lock_guard<std::mutex> Guard(Counter);
    Meals = 1;
  }
  KitchenBell.notify_all();
  CounterBell.notify_all();
  Cook.join();
  Waiter.join();
}
