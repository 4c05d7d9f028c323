// The greeting is handed over by reference, and is a temporary: when the coroutine
// goes on, it is gone.
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

Task greet(const std::string &Name) { // expect: coroutine-capture(Name) with #use, #call; likely
  std::cout << "one moment\n";
  co_await std::suspend_always{};
  std::cout << "hello " << Name << '\n'; // #use
}

int main(int Count, char **) {
  Task T = greet("a name that is too long to be stored in the string itself"); // #call
  if (Count > 9)
    T.Handle.resume();
  T.Handle.destroy();
}
