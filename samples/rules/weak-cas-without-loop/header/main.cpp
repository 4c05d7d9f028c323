// stack.h pushes once and never looks whether the node is there.
#include "stack.h"
#include <iostream>
#include <thread>

int main() {
  Stack S;
  Node A, B;
  std::thread First([&S, &A] { S.push(&A); });
  std::thread Second([&S, &B] { S.push(&B); });
  First.join();
  Second.join();
  int Count = 0;
  for (Node *N = S.top(); N; N = N->Next)
    ++Count;
  std::cout << Count << " nodes\n";
}
