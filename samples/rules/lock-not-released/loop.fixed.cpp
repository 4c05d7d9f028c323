// The guard dies with each round, whichever way it ends.
// expect-none
#include <mutex>
#include <thread>

struct Slot {
  std::mutex Lock;
  int Value = 0;
};

Slot Slots[4];

int find(int Wanted) {
  int Found = -1;
  for (int I = 0; I < 4; ++I) {
    Slot &S = Slots[I];
    std::lock_guard<std::mutex> Guard(S.Lock);
    if (S.Value == Wanted) {
      Found = I;
      break;
    }
  }
  return Found;
}

int main(int Argc, char **) {
  std::thread Finder(find, Argc);
  Finder.join();
}
