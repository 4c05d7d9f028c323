// Cooks and waiters wait for one bell, the cooks with the kitchen's mutex and
// the waiters with the counter's.
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex Kitchen, Counter;
std::condition_variable Bell;
int Orders = 0, Meals = 0;

void cook() {
  std::unique_lock<std::mutex> Guard(Kitchen);
  Bell.wait(Guard, [] { return Orders > 0; }); // #cook
  --Orders;
}

void serve() {
  std::unique_lock<std::mutex> Guard(Counter);
  Bell.wait(Guard, [] { return Meals > 0; }); // expect: condition-with-two-mutexes(Bell) with #cook; certain
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
  Bell.notify_all();
  Cook.join();
  Waiter.join();
}
