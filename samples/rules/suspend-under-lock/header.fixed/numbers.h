#ifndef NUMBERS_H
#define NUMBERS_H

#include <coroutine>

/// The least that a coroutine needs: it yields numbers.
struct Numbers {
  struct promise_type {
    int Current = 0;
    Numbers get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int N) {
      Current = N;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> Handle;
  int next() {
    Handle.resume();
    return Handle.promise().Current;
  }
};

#endif
