// The lock is taken through a helper class of the program's own, and the
// forgotten line stands behind the scope of its guard.
#include <mutex>
#include <thread>

class Monitor {
public:
  void enter() { M.lock(); }
  void leave() { M.unlock(); }

private:
  std::mutex M;
};

class Inside {
public:
  explicit Inside(Monitor &M) : M(M) { M.enter(); }
  ~Inside() { M.leave(); }

private:
  Monitor &M;
};

Monitor Gate;
int Visitors = 0;
int Total = 0;

void visit() {
  {
    Inside Guard(Gate);
    ++Visitors; // #locked
    ++Total;
  }
  --Visitors; // expect: unguarded-access-race(Visitors) with #locked; dynamic: confirmed
}

int main() {
  std::thread First(visit);
  std::thread Second(visit);
  First.join();
  Second.join();
}
