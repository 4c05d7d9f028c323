// main deletes what the thread is still filling.
#include <thread>

struct Report {
  int Lines = 0;
};

Report *Current = new Report;

void fill() {
  Current->Lines = 3; // expect: destruction-race(Report object) with #delete
}

int main() {
  std::thread Writer(fill);
  delete Current; // #delete
  Writer.join();
}
