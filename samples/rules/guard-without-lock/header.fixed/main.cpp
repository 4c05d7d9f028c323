// The reader locks at once.
// expect-none
#include "table.h"
#include <thread>

int main() {
  Table T;
  std::thread Writer([&T] { T.set(1); });
  std::thread Reader([&T] { T.get(); });
  Writer.join();
  Reader.join();
}
