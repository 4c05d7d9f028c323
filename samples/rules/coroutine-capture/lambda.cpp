// A lambda that is a coroutine: its captures live in the lambda object. The first one
// is a temporary, gone at the end of the line; the second one lives in main, and
// main is careful, so that is only possible.
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

int main(int Count, char **) {
  int Step = 2, Value = 0;
  Task T = [Step]() -> Task { // expect: coroutine-capture(Step) with #use; likely
    co_await std::suspend_always{};
    std::cout << Step << '\n'; // #use
  }();
  auto Add = [&Value]() -> Task { // expect: coroutine-capture(Value); possible
    co_await std::suspend_always{};
    ++Value;
  };
  Task U = Add();
  if (Count > 9)
    T.Handle.resume();
  U.Handle.resume();
  T.Handle.destroy();
  U.Handle.destroy();
  std::cout << Value << '\n';
}
