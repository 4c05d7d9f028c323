// Five threads get the loop's counter by reference, and the loop goes on
// counting: which numbers they print is a matter of luck.
#include <cstdio>
#include <thread>
#include <vector>

int main() {
  std::vector<std::thread> Threads;
  for (int I = 0; I < 5; ++I) // expect: captured-reference-race(I) with #print; dynamic: confirmed
    Threads.emplace_back([&I] {
      std::printf("%d\n", I); // #print
    });
  for (std::thread &T : Threads)
    T.join();
}
