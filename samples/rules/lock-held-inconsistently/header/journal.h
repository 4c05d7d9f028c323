#ifndef JOURNAL_H
#define JOURNAL_H
#include <mutex>
#include <vector>

class Journal {
public:
  void add(int Line) {
    if (Shared)
      M.lock(); // #locked
    Lines.push_back(Line);
    Shared = true;
    M.unlock(); // expect: lock-held-inconsistently(M) with #locked; likely
  }

  int size() {
    std::lock_guard Guard(M);
    return static_cast<int>(Lines.size());
  }

private:
  std::mutex M;
  bool Shared = false;
  std::vector<int> Lines;
};

#endif
