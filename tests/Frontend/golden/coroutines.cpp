// flags: -std=c++20
// Promise, return object, suspension points, the final suspension.
namespace std {
template <class R, class... Args> struct coroutine_traits {
  using promise_type = typename R::promise_type;
};
template <class P = void> struct coroutine_handle {
  static coroutine_handle from_address(void *) noexcept;
  static coroutine_handle from_promise(P &);
  operator coroutine_handle<>() const noexcept;
};
template <> struct coroutine_handle<void> {
  static coroutine_handle from_address(void *) noexcept;
};
struct suspend_always {
  bool await_ready() const noexcept { return false; }
  void await_suspend(coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};
} // namespace std
struct Task {
  struct promise_type {
    int Value;
    Task get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(int);
    void return_value(int);
    void unhandled_exception();
  };
};
struct Awaiter {
  bool await_ready();
  bool await_suspend(std::coroutine_handle<>);
  int await_resume();
};
struct Guard {
  ~Guard();
};
Task run(int N) {
  Guard G;
  int Got = co_await Awaiter();
  co_yield Got + N;
  co_return 3;
}
