// The reader's lock is given up before the writer's is taken.
// expect-none
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex M;
std::map<int, int> Table;

int find(int Key) {
  {
    std::shared_lock<std::shared_mutex> Reader(M);
    auto It = Table.find(Key);
    if (It != Table.end())
      return It->second;
  }
  std::unique_lock<std::shared_mutex> Writer(M);
  return Table[Key] = Key * Key;
}

int main() {
  std::thread One(find, 1), Two(find, 2);
  One.join();
  Two.join();
}
