// Locks that are taken and given back under the same condition, lock functions,
// and functions that tell by their result whether they hold the lock: none of
// them forgets anything.
// expect-none
#include <mutex>
#include <thread>

std::mutex Lock;
bool Shared = true;
int Count = 0;

void enter() { Lock.lock(); }
void leave() { Lock.unlock(); }

bool enterIfPositive() {
  Lock.lock();
  if (Count > 0)
    return true;
  Lock.unlock();
  return false;
}

void add(bool Safe) {
  if (Safe)
    Lock.lock();
  ++Count;
  if (Safe)
    Lock.unlock();
}

void tryAdd() {
  if (!Lock.try_lock())
    return;
  ++Count;
  Lock.unlock();
}

int main() {
  std::thread Other(tryAdd);
  enter();
  leave();
  if (enterIfPositive())
    leave();
  Other.join();
  add(Shared);
}
