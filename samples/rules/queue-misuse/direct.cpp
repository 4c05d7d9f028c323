// Two producers on a queue that is made for one: numbers get lost.
#include "readerwriterqueue.h"
#include <iostream>
#include <thread>

moodycamel::ReaderWriterQueue<int> Numbers(15);

void produce() {
  for (int I = 0; I < 5; ++I)
    Numbers.try_enqueue(I); // expect: queue-misuse(Numbers) with #first; likely
}

int main() {
  std::thread First(produce); // #first
  std::thread Second(produce);
  First.join();
  Second.join();
  int Sum = 0, Number;
  while (Numbers.try_dequeue(Number))
    Sum += Number;
  std::cout << Sum << '\n';
}
