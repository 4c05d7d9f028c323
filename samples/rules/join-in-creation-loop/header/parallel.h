// Runs a function for each number below N, "in parallel".
#ifndef PARALLEL_H
#define PARALLEL_H

#include <thread>

template <class Function> void parallelFor(int N, Function Work) {
  for (int I = 0; I < N; ++I) {
    std::thread T(Work, I); // #start
    T.join(); // expect: join-in-creation-loop(T) with #start
  }
}

#endif
