// The caller keeps the futures and waits at the end.
// expect-none
#include "log.h"
#include <vector>

int main() {
  std::vector<std::future<void>> Lines;
  Lines.push_back(writeLater("start"));
  Lines.push_back(writeLater("end"));
  for (std::future<void> &Line : Lines)
    Line.get();
}
