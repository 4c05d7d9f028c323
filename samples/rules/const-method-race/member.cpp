// The last query is remembered, in a member of a member.
#include <thread>

struct Memo {
  int Key = 0, Value = 0;
};

class Table {
public:
  int find(int Key) const {
    if (Last.Key == Key)
      return Last.Value;
    Last.Key = Key; // expect: const-method-race(Key)
    return Key * 2;
  }

private:
  mutable Memo Last;
};

int main() {
  Table T;
  std::thread One([&T] { T.find(1); }), Two([&T] { T.find(2); });
  One.join();
  Two.join();
}
