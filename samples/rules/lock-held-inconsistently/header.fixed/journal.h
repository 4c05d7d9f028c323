#ifndef JOURNAL_H
#define JOURNAL_H
#include <mutex>
#include <vector>

class Journal {
public:
  void add(int Line) {
    std::unique_lock Guard(M, std::defer_lock);
    if (Shared)
      Guard.lock();
    Lines.push_back(Line);
    Shared = true;
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
