// The crawler sends the links of a page back to the channel that only it reads.
#include "channel.h"

#include <iostream>
#include <thread>

Channel Todo;

void crawl() {
  int Seen = 0;
  for (int Page = Todo.receive(); Page; Page = Todo.receive()) {
    ++Seen;
    for (int Link = 2; Link < Page; ++Link)
      if (Page % Link == 0)
        Todo.send(Page / Link); // expect: bounded-queue-cycle(Todo); likely
  }
  std::cout << Seen << " pages\n";
}

int main(int Argc, char **) {
  if (Argc == 1)
    return 0; // it might never end
  std::thread Crawler(crawl);
  Todo.send(60);
  Todo.send(0);
  Crawler.join();
}
