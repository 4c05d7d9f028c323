#ifndef TABLE_H
#define TABLE_H

#include <mutex>
#include <shared_mutex>

class Table {
public:
  int get() const;
  void set(int To);

private:
  mutable std::shared_mutex Lock;
  int Value = 0;
};

#endif
