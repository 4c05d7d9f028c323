// Deleted after the join.
// expect-none
#include <thread>

struct Report {
  int Lines = 0;
};

Report *Current = new Report;

void fill() { Current->Lines = 3; }

int main() {
  std::thread Writer(fill);
  Writer.join();
  delete Current;
}
