// job.h sleeps until finish() wakes it.
// expect-none
#include "job.h"
#include <iostream>
#include <thread>

int main() {
  Job J;
  std::thread Worker([&J] { J.finish(); });
  J.await();
  Worker.join();
  std::cout << "done\n";
}
