// Leaving is counted under the lock as well.
// expect-none
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
    ++Visitors;
    ++Total;
  }
  Inside Guard(Gate);
  --Visitors;
}

int main() {
  std::thread First(visit);
  std::thread Second(visit);
  First.join();
  Second.join();
}
