// The payer waits first, and then takes the books.
// expect-none
#include "bank.h"
#include <thread>

std::mutex Books;

void pay() {
  await(10);
  std::lock_guard<std::mutex> Guard(Books);
}

void earn() {
  std::lock_guard<std::mutex> Guard(Books);
  deposit(10);
}

int main(int Argc, char **) {
  if (Argc < 2)
    deposit(10);
  std::thread Payer(pay), Earner(earn);
  Payer.join();
  Earner.join();
}
