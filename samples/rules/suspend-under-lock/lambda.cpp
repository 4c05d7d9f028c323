// A coroutine that waits for something, in a lambda, with lock() and unlock().
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

int main() {
  std::mutex M;
  int Value = 0;
  auto Work = [](std::mutex &Lock, int &Sum) -> Numbers {
    Lock.lock();
    ++Sum;
    co_await std::suspend_always{}; // expect: suspend-under-lock(Lock)
    ++Sum;
    Lock.unlock();
  };
  Numbers N = Work(M, Value);
  N.next();
  N.next();
  std::cout << Value << '\n';
  N.Handle.destroy();
}
