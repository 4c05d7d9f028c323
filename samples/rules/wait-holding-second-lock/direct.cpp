// The printer waits for paper and keeps the room locked. Who brings the paper
// has to come into the room first.
#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex Room, Tray;
std::condition_variable Filled;
int Sheets = 0;

void print() {
  std::lock_guard<std::mutex> InRoom(Room); // #room
  std::unique_lock<std::mutex> Guard(Tray);
  while (Sheets == 0)
    Filled.wait(Guard); // expect: wait-holding-second-lock(Room) with #room, #bring
  --Sheets;
}

void bring() {
  std::lock_guard<std::mutex> InRoom(Room); // #bring
  {
    std::lock_guard<std::mutex> Guard(Tray);
    Sheets += 100;
  }
  Filled.notify_one();
}

// The fault hangs the program: paper is there first unless asked otherwise.
int main(int Argc, char **) {
  std::thread Supplier(bring);
  if (Argc < 2)
    Supplier.join();
  std::thread Printer(print);
  Printer.join();
  if (Supplier.joinable())
    Supplier.join();
}
