// The count is atomic.
// expect-none
#include "counted.h"

#include <thread>

int main() {
  const Counted<int> Answer(42);
  std::thread One([&Answer] { Answer.get(); });
  Answer.get();
  One.join();
}
