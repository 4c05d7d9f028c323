// Language machinery that calls user code through the library.
#include <coroutine>
#include <exception>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

int Steps;

template <class T> struct Generator {
  struct promise_type {
    T Current{};
    Generator get_return_object() {
      return Generator{
          std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    template <class U> std::suspend_always yield_value(U &&V) {
      Current = static_cast<T>(V);
      return {};
    }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> Handle;
  ~Generator() { Handle.destroy(); }
  bool next() {
    Handle.resume();
    return !Handle.done();
  }
};

Generator<int> numbers() {
  for (int I = 0; I < 3; ++I)
    co_yield I;
}

template <class T> struct Entry {
  T Key, Value;
  template <std::size_t I> const T &get() const {
    ++Steps;
    return I ? Value : Key;
  }
  auto operator<=>(const Entry &) const = default;
};
namespace std {
template <class T>
struct tuple_size<Entry<T>> : integral_constant<size_t, 2> {};
template <size_t I, class T> struct tuple_element<I, Entry<T>> {
  using type = const T;
};
} // namespace std

template <class Derived> struct Countable {
  static inline int Count = ++Steps;
  Countable() { ++Count; }
  ~Countable() { static_cast<Derived *>(this)->bye(); }
};
struct Item : Countable<Item>, std::runtime_error {
  using std::runtime_error::runtime_error;
  void bye() { --Steps; }
};

template <class T> struct Deleter {
  void operator()(T *P) const {
    ++Steps;
    delete P;
  }
};

template <class T> auto local(T X) {
  struct Local {
    T Kept;
    ~Local() { Steps += Kept; }
    void operator()() { ++Steps; }
  };
  auto P = std::make_shared<Local>(Local{X});
  (*P)();
  return [P, X](auto Y) { return X + Y; };
}

template <class T>
concept Runs = requires(T X) { X(); };
template <Runs F> void run(F Work) { Work(); }

struct Seq {
  std::vector<Item> Items;
  Seq(std::initializer_list<const char *> Names) {
    for (const char *N : Names)
      Items.emplace_back(N);
  }
};

template <void (*F)()> struct Static {
  void operator()() const { F(); }
};
void callback() { ++Steps; }

consteval int fixed() { return 3; }
constexpr int folded(int X) { return X * fixed(); }

int main() {
  Generator<int> G = numbers();
  while (G.next())
    Steps += G.Handle.promise().Current;
  auto [Key, Value] = Entry<std::string>{"a", "b"};
  bool Less = Entry<int>{1, 2} < Entry<int>{1, 3};
  Seq S{"x", "y"};
  try {
    throw Item("z");
  } catch (const std::exception &E) {
    Steps += E.what()[0];
  }
  std::unique_ptr<Item, Deleter<Item>> Owned(new Item("owned"));
  Steps += local(3)(4L) + Less;
  run([] { ++Steps; });
  std::shared_ptr<void> Erased(new int(3), Deleter<int>());
  std::vector<Static<callback>> Calls(2);
  std::invoke_result_t<Static<callback>> *None = nullptr;
  static_assert(folded(2) == 6);
  std::exception_ptr P = std::make_exception_ptr(Item("late"));
  (void)None;
}
