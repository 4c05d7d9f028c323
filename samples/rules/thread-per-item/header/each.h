#ifndef EACH_H
#define EACH_H

#include <future>
#include <vector>

/// Calls \p Work for all elements side by side.
template <class T, class WorkT>
void forEach(const std::vector<T> &Items, WorkT Work) {
  std::vector<std::future<void>> Tasks;
  for (size_t I = 0; I < Items.size(); ++I)
    Tasks.push_back(std::async(std::launch::async, Work, Items[I])); // expect: thread-per-item(forEach)
  for (std::future<void> &Task : Tasks)
    Task.get();
}

#endif
