// Each thread remembers for itself.
// expect-none
#include <thread>

struct Memo {
  int Key = 0, Value = 0;
};

class Table {
public:
  int find(int Key, Memo &Last) const {
    if (Last.Key == Key)
      return Last.Value;
    Last.Key = Key;
    return Key * 2;
  }
};

int main() {
  Table T;
  auto Ask = [&T](int Key) {
    Memo Mine;
    T.find(Key, Mine);
  };
  std::thread One(Ask, 1), Two(Ask, 2);
  One.join();
  Two.join();
}
