// Both sides lock, but not the same mutex: two doors with two keys to one room.
#include <mutex>
#include <thread>

std::mutex ReadLock;
std::mutex WriteLock;
int Shelf = 0;

void put() {
  std::lock_guard<std::mutex> Guard(WriteLock);
  Shelf += 1; // expect: inconsistent-lock-race(Shelf) with #take; dynamic: confirmed
}

void take() {
  std::lock_guard<std::mutex> Guard(ReadLock);
  Shelf -= 1; // #take
}

int main() {
  std::thread Producer(put);
  std::thread Consumer(take);
  Producer.join();
  Consumer.join();
}
