// The room is given up before the printer waits.
// expect-none
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex Room, Tray;
std::condition_variable Filled;
int Sheets = 0, Jobs = 0;

void print() {
  {
    std::lock_guard<std::mutex> InRoom(Room);
    ++Jobs;
  }
  std::unique_lock<std::mutex> Guard(Tray);
  while (Sheets == 0)
    Filled.wait(Guard);
  --Sheets;
}

void bring() {
  std::lock_guard<std::mutex> InRoom(Room);
  {
    std::lock_guard<std::mutex> Guard(Tray);
    Sheets += 100;
  }
  Filled.notify_one();
}

int main() {
  std::thread Supplier(bring);
  std::thread Printer(print);
  Printer.join();
  Supplier.join();
}
