// A cache inside a class, asked from two threads. Asking is a const thing to
// do, but here it stores what it found.
#include <string>
#include <thread>
#include <unordered_map>

class Squares {
public:
  long of(int N) {
    auto Known = Cache.find(N);
    if (Known != Cache.end())
      return Known->second;
    long Square = static_cast<long>(N) * N;
    Cache.emplace(N, Square); // expect: container-race(Cache)
    return Square;
  }

private:
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
