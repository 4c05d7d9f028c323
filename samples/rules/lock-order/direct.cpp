// The printer and the scanner of an office: to copy, one needs both. Two people
// who take them in different orders can stand there for ever.
#include <mutex>
#include <thread>

std::mutex Printer;
std::mutex Scanner;
int Copies = 0;

void copy() {
  std::lock_guard<std::mutex> First(Printer);
  std::lock_guard<std::mutex> Second(Scanner); // expect: lock-order(Printer, Scanner) with #other
  ++Copies;
}

void fax() {
  std::lock_guard<std::mutex> First(Scanner);
  std::lock_guard<std::mutex> Second(Printer); // #other
  ++Copies;
}

int main() {
  std::thread Alice(copy);
  std::thread Bob(fax);
  Alice.join();
  Bob.join();
}
