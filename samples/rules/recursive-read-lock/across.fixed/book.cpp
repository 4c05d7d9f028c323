// The shared part is a function that does not lock.
// expect-none
#include "book.h"

int Book::findLocked(const std::string &Name) {
  auto It = Numbers.find(Name);
  return It == Numbers.end() ? 0 : It->second;
}

int Book::find(const std::string &Name) {
  std::shared_lock<std::shared_mutex> Guard(M);
  return findLocked(Name);
}

int Book::findBoth(const std::string &A, const std::string &B) {
  std::shared_lock<std::shared_mutex> Guard(M);
  return findLocked(A) + findLocked(B);
}

void Book::add(const std::string &Name, int Number) {
  std::unique_lock<std::shared_mutex> Guard(M);
  Numbers[Name] = Number;
}
