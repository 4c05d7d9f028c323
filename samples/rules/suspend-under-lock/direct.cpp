// Each number is handed out with the lock held, and nobody gives it back until
// the next one is asked for.
#include <coroutine>
#include <iostream>
#include <mutex>

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

std::mutex M;
int Last = 0;

Numbers count() {
  for (int I = 0; I < 3; ++I) {
    std::lock_guard<std::mutex> Guard(M); // #taken
    Last = I;
    co_yield I; // expect: suspend-under-lock(M) with #taken; likely
  }
}

int main() {
  Numbers N = count();
  std::cout << N.next() << N.next() << '\n';
  N.Handle.destroy();
}
