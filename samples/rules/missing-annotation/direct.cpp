// Both are used under M everywhere, and one declaration says so.
// with-rule: missing-annotation
#include "guarded.h"
#include <mutex>
#include <thread>
#include <vector>

class Journal {
public:
  void add(int Entry) {
    std::lock_guard<std::mutex> Guard(M);
    Entries.push_back(Entry); // #add
    Sum = Sum + Entry;
  }
  int average() {
    std::lock_guard<std::mutex> Guard(M);
    return Entries.empty() ? 0 : Sum / int(Entries.size());
  }

private:
  std::mutex M;
  std::vector<int> Entries; // expect: missing-annotation(Entries) with #add; likely
  int Sum GUARDED_BY(M) = 0;
};

int main() {
  Journal J;
  std::thread Writer([&J] { J.add(1); });
  J.add(2);
  Writer.join();
  return J.average();
}
