// Who is last is found out under the lock; the object goes after it.
// expect-none
#include <mutex>
#include <thread>

class Session {
public:
  explicit Session(int Owners) : Owners(Owners) {}
  void release() {
    bool Last = false;
    {
      std::lock_guard<std::mutex> Guard(M);
      Last = --Owners == 0;
    }
    if (Last)
      delete this;
  }

private:
  std::mutex M;
  int Owners;
};

int main() {
  auto *S = new Session(2);
  std::thread Other([S] { S->release(); });
  Other.join();
  S->release();
}
