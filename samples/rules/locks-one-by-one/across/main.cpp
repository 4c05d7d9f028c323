// A member function locks its own object first and then the other one's.
#include "playlist.h"
#include <iostream>
#include <thread>

int main() {
  Playlist A, B;
  A.add(3);
  std::thread T([&] { A.swapWith(B); });
  A.swapWith(B);
  T.join();
  std::cout << A.length() << ' ' << B.length() << '\n';
}
