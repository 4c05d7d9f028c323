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
  std::jthread Thread{[this](std::stop_token Stop) { run(Stop); }}; // expect: thread-before-members(Name)
  std::string Name;
  std::atomic<int> Count = 0;

  void run(const std::stop_token &Stop) {
    while (!Stop.stop_requested())
      Count += static_cast<int>(Name.size());
  }
};

#endif
