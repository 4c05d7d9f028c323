// Asked before the printer is.
// expect-none
#include <iostream>
#include <semaphore>
#include <thread>

std::counting_semaphore<2> Printers(2);

bool print(int Pages) {
  if (Pages == 0)
    return false;
  Printers.acquire();
  std::cout << Pages << " pages\n";
  Printers.release();
  return true;
}

int main() {
  std::thread First(print, 3), Second(print, 0);
  First.join();
  Second.join();
}
