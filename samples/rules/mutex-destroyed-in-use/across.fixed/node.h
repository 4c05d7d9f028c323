#ifndef NODE_H
#define NODE_H

#include <mutex>

struct Node {
  std::mutex M;
  int Users = 1;
};

void drop(Node *N);
void leave(Node *N);

#endif
