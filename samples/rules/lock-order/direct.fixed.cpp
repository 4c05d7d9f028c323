// std::scoped_lock takes both at once, and never holds one while it waits for
// the other.
// expect-none
#include <mutex>
#include <thread>

std::mutex Printer;
std::mutex Scanner;
int Copies = 0;

void copy() {
  std::scoped_lock Both(Printer, Scanner);
  ++Copies;
}

void fax() {
  std::scoped_lock Both(Scanner, Printer);
  ++Copies;
}

int main() {
  std::thread Alice(copy);
  std::thread Bob(fax);
  Alice.join();
  Bob.join();
}
