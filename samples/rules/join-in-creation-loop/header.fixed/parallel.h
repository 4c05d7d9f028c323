// Runs a function for each number below N, in parallel.
#ifndef PARALLEL_H
#define PARALLEL_H

#include <thread>
#include <vector>

template <class Function> void parallelFor(int N, Function Work) {
  std::vector<std::thread> Threads;
  for (int I = 0; I < N; ++I)
    Threads.emplace_back(Work, I);
  for (std::thread &T : Threads)
    T.join();
}

#endif
