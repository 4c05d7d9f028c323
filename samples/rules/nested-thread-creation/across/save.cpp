#include "save.h"

#include <future>

std::atomic<int> Saved = 0;

void save(int N) {
  auto Done = std::async(std::launch::async, [N] { Saved += N; }); // expect: nested-thread-creation(save) with #outer; likely
  Done.get();
}
