// Two readers number the words they meet, through a map in another file.
#include "names.h"

#include <thread>

void readWords(const char *Prefix) {
  for (int I = 0; I < 50; ++I)
    idOf(Prefix + std::to_string(I));
}

int main() {
  std::thread First(readWords, "a");
  std::thread Second(readWords, "b");
  First.join();
  Second.join();
}
