// Two producers and two consumers: a producer may wake the other producer.
#include "buffer.h"

#include <thread>

Buffer B;

void produce() {
  for (int I = 0; I < 100; ++I)
    B.put(I);
}

void consume() {
  for (int I = 0; I < 100; ++I)
    B.take();
}

int main() {
  std::thread P1(produce), P2(produce), C1(consume), C2(consume);
  P1.join();
  P2.join();
  C1.join();
  C2.join();
}
