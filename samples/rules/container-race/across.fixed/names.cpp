// Gives every name a number, for one caller at a time.
#include "names.h"

#include <map>
#include <mutex>

static std::mutex Lock;
static std::map<std::string, int> Ids;

int idOf(const std::string &Name) {
  std::lock_guard<std::mutex> Guard(Lock);
  int &Id = Ids[Name];
  if (Id == 0)
    Id = static_cast<int>(Ids.size());
  return Id;
}
