#ifndef EACH_H
#define EACH_H

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <vector>

/// Calls \p Work for all elements, in as many threads as there are cores.
template <class T, class WorkT>
void forEach(const std::vector<T> &Items, WorkT Work) {
  std::atomic<size_t> Next = 0;
  auto Share = [&Items, &Next, Work] {
    for (size_t I; (I = Next++) < Items.size();)
      Work(Items[I]);
  };
  unsigned Count = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::future<void>> Tasks;
  for (unsigned I = 0; I < Count; ++I)
    Tasks.push_back(std::async(std::launch::async, Share));
  for (std::future<void> &Task : Tasks)
    Task.get();
}

#endif
