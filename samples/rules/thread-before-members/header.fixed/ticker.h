#ifndef TICKER_H
#define TICKER_H

#include <atomic>
#include <string>
#include <thread>

/// Counts how often it has spoken, until it is destroyed.
class Ticker {
public:
  explicit Ticker(const std::string &Name) : Name(Name) {}
  int count() const { return Count; }

private:
  void run(const std::stop_token &Stop) {
    while (!Stop.stop_requested())
      Count += static_cast<int>(Name.size());
  }

  std::string Name;
  std::atomic<int> Count = 0;
  std::jthread Thread{[this](std::stop_token Stop) { run(Stop); }};
};

#endif
