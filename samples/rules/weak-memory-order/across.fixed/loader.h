#ifndef LOADER_H
#define LOADER_H
#include <atomic>
#include <vector>

class Loader {
public:
  void load();
  int first() const;

private:
  std::vector<int> Table;
  std::atomic<bool> Loaded{false};
};

#endif
