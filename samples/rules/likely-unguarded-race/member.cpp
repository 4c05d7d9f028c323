// A class of a library: the lock is held in all its functions but one.
#include <map>
#include <mutex>
#include <string>

class Sessions {
public:
  void open(const std::string &User) {
    std::lock_guard Guard(M);
    ++Users[User];
    ++Open;
  }
  void close(const std::string &User) {
    std::lock_guard Guard(M);
    --Users[User];
    --Open;
  }
  int active() {
    std::lock_guard Guard(M);
    return Open;
  }
  void reset();

private:
  std::mutex M;
  std::map<std::string, int> Users;
  int Open = 0;
};

void Sessions::reset() {
  Open = 0; // expect: likely-unguarded-race(Open); likely
}
