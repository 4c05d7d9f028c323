// The crawler keeps the links in a list of its own, which has no bound.
// expect-none
#include "channel.h"

#include <iostream>
#include <thread>
#include <vector>

Channel Todo;

void crawl() {
  int Seen = 0;
  std::vector<int> Links;
  for (int First = Todo.receive(); First; First = Todo.receive()) {
    Links.push_back(First);
    while (!Links.empty()) {
      int Page = Links.back();
      Links.pop_back();
      ++Seen;
      for (int Link = 2; Link < Page; ++Link)
        if (Page % Link == 0)
          Links.push_back(Page / Link);
    }
  }
  std::cout << Seen << " pages\n";
}

int main() {
  std::thread Crawler(crawl);
  Todo.send(60);
  Todo.send(0);
  Crawler.join();
}
