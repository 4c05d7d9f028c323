// job.h looks every millisecond whether the job is done.
#include "job.h"
#include <iostream>

int main() {
  Job J;
  std::thread Worker([&J] { J.finish(); });
  J.await();
  Worker.join();
  std::cout << "done\n";
}
