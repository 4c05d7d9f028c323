// The coroutine takes the name by value: its frame has a string of its own. What is
// used before the first suspension only may be a reference.
// expect-none
#include <coroutine>
#include <iostream>
#include <string>

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

Task greet(std::string Name, std::ostream &Out) {
  Out << "one moment\n";
  co_await std::suspend_always{};
  std::cout << "hello " << Name << '\n';
}

int main() {
  Task T = greet("a name that is too long to be stored in the string itself",
                 std::cout);
  T.Handle.resume();
  T.Handle.destroy();
}
