// A box for one letter.
#ifndef MAIL_H
#define MAIL_H

#include <condition_variable>
#include <mutex>

class Mail {
public:
  void put(int Letter);
  int get();

private:
  std::mutex M;
  std::condition_variable Arrived;
  int Content = 0;
};

#endif
