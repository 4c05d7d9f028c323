#ifndef CLOCK_H
#define CLOCK_H

#include <iostream>
#include <thread>

class Clock {
public:
  ~Clock() {
    if (Ticker.joinable())
      Ticker.join();
  }
  void start(bool Twice) {
    Ticker = std::thread([] { std::cout << "tick\n"; }); // #first
    if (Twice)
      Ticker = std::thread([] { std::cout << "tock\n"; }); // expect: joinable-overwritten(Ticker) with #first
  }

private:
  std::thread Ticker;
};

#endif
