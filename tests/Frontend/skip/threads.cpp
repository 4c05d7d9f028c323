// User code that only the library's thread machinery instantiates.
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <tuple>
#include <vector>

std::mutex M;
int Total;

template <class T> struct Adder {
  T Step;
  explicit Adder(T S) : Step(S) {}
  Adder(const Adder &O) : Step(O.Step) { ++Total; }
  ~Adder() { --Total; }
  void operator()() const { Total += Step; }
  template <class U> void operator()(U Extra) { Total += Step + Extra; }
};

template <class T> struct Machine {
  T State{};
  void spin(int Rounds) { State += Rounds; }
  template <class U> void feed(U Food) { State += Food; }
  virtual void stop() { State = T(); }
  virtual ~Machine() { ++Total; }
};

template <class... T> void sum(T... Values) { Total += (Values + ...); }

template <class F> struct Deferred {
  F Work;
  void start() {
    std::thread Thread(std::move(Work));
    Thread.join();
  }
};

struct Token {
  int Id = 0;
  operator int() const { return Id; }
  template <class T> explicit operator std::vector<T>() const {
    return std::vector<T>(Id);
  }
};

int main() {
  std::thread A(Adder<int>{3});
  std::thread B(Adder<long>{4}, 2.5);
  std::thread C([](auto X, auto &&...Rest) { sum(X, Rest...); }, 1, 2L, 3.0);
  Machine<int> Engine;
  std::thread D(&Machine<int>::spin, &Engine, 7);
  std::thread E(&Machine<int>::feed<short>, std::ref(Engine), short(1));
  std::thread F(sum<int, Token>, 1, Token{2});
  std::thread G(std::bind(Adder<short>{1}, std::placeholders::_1), 5);
  std::jthread H(
      [](const auto &Stop, auto N) {
        while (!Stop.stop_requested() && N-- > 0)
          ++Total;
      },
      9);
  for (std::thread *T : {&A, &B, &C, &D, &E, &F, &G})
    T->join();

  auto R = std::async(std::launch::async, [](auto Y) { return Y + 1; }, 41);
  std::packaged_task<int(int)> Task([](auto Z) { return Z * 2; });
  Task(R.get());
  std::once_flag Once;
  std::call_once(Once, [](auto... Z) { sum(Z...); }, 1, 2);
  std::condition_variable Ready;
  std::unique_lock<std::mutex> Lock(M);
  Ready.wait(Lock, [Left = Adder<unsigned>{1}]() mutable {
    Left();
    return true;
  });
  auto Lambda = [&] { ++Total; };
  Deferred<decltype(Lambda)> Later{Lambda};
  Later.start();
  std::vector<std::thread> Pool;
  Pool.emplace_back(Adder<char>{'a'});
  Pool.emplace_back([](auto P) { P->stop(); }, &Engine);
  Pool.push_back(std::thread(&Machine<int>::stop, &Engine));
  for (auto &T : Pool)
    T.join();
  std::apply([](auto X, auto Y) { sum(X, Y); }, std::tuple(1, Token{3}));
}
