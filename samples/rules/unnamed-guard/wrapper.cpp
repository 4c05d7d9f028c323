// Guards come in other forms too: a class of the program's own, and a function
// that returns a guard. Both are thrown away here as soon as they are made.
#include <mutex>
#include <thread>

class Critical {
public:
  explicit Critical(std::mutex &M) : M(M) { M.lock(); }
  ~Critical() { M.unlock(); }

private:
  std::mutex &M;
};

std::mutex Lock;
int In = 0, Out = 0;

std::unique_lock<std::mutex> locked() {
  return std::unique_lock<std::mutex>(Lock);
}

void pass() {
  Critical{Lock}; // expect: unnamed-guard(Critical)
  ++In;           // expect: data-race(In); dynamic: confirmed
  locked();       // expect: unnamed-guard(locked)
  ++Out;          // expect: data-race(Out); dynamic: confirmed
}

int main() {
  std::thread First(pass);
  std::thread Second(pass);
  First.join();
  Second.join();
}
