// The cache and its lock live together.
// expect-none
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Squares {
public:
  long of(int N) {
    std::lock_guard<std::mutex> Guard(Lock);
    auto Known = Cache.find(N);
    if (Known != Cache.end())
      return Known->second;
    long Square = static_cast<long>(N) * N;
    Cache.emplace(N, Square);
    return Square;
  }

private:
  std::mutex Lock;
  std::unordered_map<int, long> Cache;
};

int main() {
  Squares S;
  auto Ask = [&S] {
    for (int I = 0; I < 100; ++I)
      S.of(I);
  };
  std::thread First(Ask);
  std::thread Second(Ask);
  First.join();
  Second.join();
}
