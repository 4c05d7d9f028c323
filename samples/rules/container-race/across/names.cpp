// Gives every name a number, on first sight. operator[] looks like a read and
// inserts.
#include "names.h"

#include <map>

static std::map<std::string, int> Ids;

int idOf(const std::string &Name) {
  int &Id = Ids[Name]; // expect: container-race(Ids); dynamic: confirmed
  if (Id == 0)
    Id = static_cast<int>(Ids.size());
  return Id;
}
