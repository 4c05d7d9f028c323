// A cache holds its last answer in an optional.
#include <optional>
#include <thread>

class Last {
public:
  void put(int Value) {
    Answer = Value; // expect: shared-object-assignment-race(Answer) with #get
  }
  int get() const {
    return Answer.has_value() ? *Answer : -1; // #get
  }

private:
  std::optional<int> Answer;
};

int main() {
  Last L;
  std::thread Writer([&L] { L.put(42); });
  int Seen = L.get();
  Writer.join();
  return Seen == 0;
}
