// What the coroutines need are parameters, by value: they live in the frame.
// expect-none
#include <coroutine>
#include <iostream>

/// A coroutine that starts at once and is resumed by hand.
struct Task {
  struct promise_type {
    Task get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> Handle;
};

int main() {
  int Step = 2, Value = 0;
  Task T = [](int Step) -> Task {
    co_await std::suspend_always{};
    std::cout << Step << '\n';
  }(Step);
  Task U = [](int *Value) -> Task {
    co_await std::suspend_always{};
    ++*Value;
  }(&Value);
  T.Handle.resume();
  U.Handle.resume();
  T.Handle.destroy();
  U.Handle.destroy();
  std::cout << Value << '\n';
}
