// A break jumps over the unlock at the end of the loop's body.
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
    S.Lock.lock(); // #lock
    if (S.Value == Wanted) {
      Found = I;
      break;
    }
    S.Lock.unlock();
  }
  return Found; // expect: lock-not-released(S.Lock) with #lock
}

int main(int Argc, char **) {
  std::thread Finder(find, Argc);
  Finder.join();
}
