// A queue for each producer; main takes from both.
// expect-none
#include "readerwriterqueue.h"
#include <iostream>
#include <thread>

moodycamel::ReaderWriterQueue<int> Low(15), High(15);

void produceLow() {
  for (int I = 0; I < 5; ++I)
    Low.try_enqueue(I);
}

void produceHigh() {
  for (int I = 5; I < 10; ++I)
    High.try_enqueue(I);
}

int main() {
  std::thread First(produceLow);
  std::thread Second(produceHigh);
  First.join();
  Second.join();
  int Sum = 0, Number;
  while (Low.try_dequeue(Number))
    Sum += Number;
  while (High.try_dequeue(Number))
    Sum += Number;
  std::cout << Sum << '\n';
}
