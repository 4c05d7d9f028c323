// The last owner deletes the object, with the lock that the guard still holds.
#include <mutex>
#include <thread>

class Session {
public:
  explicit Session(int Owners) : Owners(Owners) {}
  void release() {
    std::lock_guard<std::mutex> Guard(M); // #taken
    if (--Owners == 0)
      delete this; // expect: mutex-destroyed-in-use(M) with #taken; certain
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
