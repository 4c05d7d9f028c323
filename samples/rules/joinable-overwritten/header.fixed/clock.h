#ifndef CLOCK_H
#define CLOCK_H

#include <iostream>
#include <thread>

class Clock {
public:
  ~Clock() { stop(); }
  void start(bool Twice) {
    stop();
    Ticker = std::thread([] { std::cout << "tick\n"; });
    if (Twice) {
      Ticker.join();
      Ticker = std::thread([] { std::cout << "tock\n"; });
    }
  }
  void stop() {
    if (Ticker.joinable())
      Ticker.join();
  }

private:
  std::thread Ticker;
};

#endif
