#include "channel.h"

void Channel::send(int Page) {
  std::unique_lock<std::mutex> Lock(M);
  while (Pages.size() >= 4)
    Changed.wait(Lock);
  Pages.push_back(Page);
  Changed.notify_all();
}

int Channel::receive() {
  std::unique_lock<std::mutex> Lock(M);
  while (Pages.empty())
    Changed.wait(Lock);
  int Page = Pages.front();
  Pages.pop_front();
  Changed.notify_all();
  return Page;
}
