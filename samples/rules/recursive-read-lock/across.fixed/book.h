#ifndef BOOK_H
#define BOOK_H

#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>

class Book {
public:
  int find(const std::string &Name);
  int findBoth(const std::string &A, const std::string &B);
  void add(const std::string &Name, int Number);

private:
  int findLocked(const std::string &Name);

  std::shared_mutex M;
  std::map<std::string, int> Numbers;
};

#endif
