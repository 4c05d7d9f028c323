// Both guards are kept, each in a scope of its own.
// expect-none
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
  {
    Critical Guard{Lock};
    ++In;
  }
  auto Guard = locked();
  ++Out;
}

int main() {
  std::thread First(pass);
  std::thread Second(pass);
  First.join();
  Second.join();
}
