#ifndef MAILBOX_H
#define MAILBOX_H

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

class Mailbox {
public:
  void put(const std::string &Letter);
  std::string get();
  void wakeAll();

private:
  std::mutex Lock;
  std::condition_variable Filled;
  std::vector<std::string> Letters;
};

#endif
