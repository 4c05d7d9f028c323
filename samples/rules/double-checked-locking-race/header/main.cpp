// A template in a header, with a flag beside the value.
#include "lazy.h"

#include <thread>

Lazy<long> Answer;

int main() {
  std::thread One([] { Answer.get(); }), Two([] { Answer.get(); });
  One.join();
  Two.join();
}
