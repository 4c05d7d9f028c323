#ifndef BACKGROUND_H
#define BACKGROUND_H

#include <future>
#include <utility>

/// Runs \p Task in the background, as the name says.
template <typename Function> auto background(Function Task) {
  return std::async(std::move(Task)); // expect: async-deferred(background); certain
}

#endif
