#ifndef CHANNEL_H
#define CHANNEL_H

#include <condition_variable>
#include <deque>
#include <mutex>

// Holds four pages at most.
class Channel {
public:
  void send(int Page);
  int receive();

private:
  std::mutex M;
  std::condition_variable Changed;
  std::deque<int> Pages;
};

#endif
