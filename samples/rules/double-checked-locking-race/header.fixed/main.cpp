// std::call_once looks and locks in the right way.
// expect-none
#include "lazy.h"

#include <thread>

Lazy<long> Answer;

int main() {
  std::thread One([] { Answer.get(); }), Two([] { Answer.get(); });
  One.join();
  Two.join();
}
