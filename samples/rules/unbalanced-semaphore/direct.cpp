// Two may print at a time. Who has nothing to print leaves with the permission
// in its pocket.
#include <iostream>
#include <semaphore>
#include <thread>

std::counting_semaphore<2> Printers(2);

bool print(int Pages) {
  Printers.acquire(); // expect: unbalanced-semaphore(Printers) with #empty; likely
  if (Pages == 0)
    return false; // #empty
  std::cout << Pages << " pages\n";
  Printers.release();
  return true;
}

int main() {
  std::thread First(print, 3), Second(print, 0);
  First.join();
  Second.join();
}
