// The thread is detached, and main returns at once: whether anything is saved is a
// matter of luck.
#include <fstream>
#include <iostream>
#include <thread>

void save(int Lines) {
  std::ofstream File("/tmp/saved.txt");
  for (int I = 0; I < Lines; ++I)
    File << "line " << I << '\n';
}

int main() {
  std::thread Saver(save, 1000); // #start
  Saver.detach();                // expect: detached-thread(save) with #start; certain
  std::cout << "saved\n";
}
