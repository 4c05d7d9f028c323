// One room, one key.
// expect-none
#include <mutex>
#include <thread>

std::mutex ShelfLock;
int Shelf = 0;

void put() {
  std::lock_guard<std::mutex> Guard(ShelfLock);
  Shelf += 1;
}

void take() {
  std::lock_guard<std::mutex> Guard(ShelfLock);
  Shelf -= 1;
}

int main() {
  std::thread Producer(put);
  std::thread Consumer(take);
  Producer.join();
  Consumer.join();
}
