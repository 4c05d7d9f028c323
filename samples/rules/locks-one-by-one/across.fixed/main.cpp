// Both are locked at once.
// expect-none
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
