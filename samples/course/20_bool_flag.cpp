// A loop waits for a plain bool: with -O2 it may wait for ever.
#include <iostream>
#include <thread>

bool Done = false;
int Result = 0;

void compute() {
  Result = 42; // expect: data-race(Result)
  Done = true; // #set
}

// The fault may hang the program: it is run only when asked for.
int main(int Argc, char **) {
  std::thread T(compute);
  if (Argc > 1)
    while (!Done) // expect: plain-flag-race(Done) with #set
      ;
  std::cout << Result << std::endl;
  T.join();
}
