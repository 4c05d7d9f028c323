// average() reads under the lock and asks sum(), which locks for itself.
#include <iostream>
#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex M;
int First = 1, Second = 2;

int sum() {
  std::shared_lock<std::shared_mutex> Guard(M); // expect: recursive-read-lock(M) with #outer, #writer
  return First + Second;
}

int average() {
  std::shared_lock<std::shared_mutex> Guard(M); // #outer
  return First == Second ? First : sum() / 2;
}

void change() {
  std::unique_lock<std::shared_mutex> Guard(M); // #writer
  ++First;
  ++Second;
}

int main() {
  std::thread Writer(change);
  std::cout << average() << '\n';
  Writer.join();
}
