// A structure made for communication between threads: what a shared object is
// not. `put` hands a value over, `get` waits for one; after `close`, `get`
// empties the queue and then returns nothing, so that consumers end.
// `taskDone` and `join` let a producer wait until everything is worked off.
#ifndef SAMPLES_LECTURE_QUEUE_H
#define SAMPLES_LECTURE_QUEUE_H

#include <condition_variable>
#include <mutex>
#include <optional>
#include <queue>
#include <utility>

template <class T> class Queue {
public:
  void put(T Value) {
    std::lock_guard<std::mutex> Guard(M);
    Items.push(std::move(Value));
    ++Unfinished;
    NotEmpty.notify_one();
  }

  std::optional<T> get() {
    std::unique_lock<std::mutex> Guard(M);
    NotEmpty.wait(Guard, [this] { return !Items.empty() || Closed; });
    if (Items.empty())
      return std::nullopt;
    T Value = std::move(Items.front());
    Items.pop();
    return Value;
  }

  void taskDone() {
    std::lock_guard<std::mutex> Guard(M);
    if (--Unfinished == 0)
      AllDone.notify_all();
  }

  void join() {
    std::unique_lock<std::mutex> Guard(M);
    AllDone.wait(Guard, [this] { return Unfinished == 0; });
  }

  void close() {
    std::lock_guard<std::mutex> Guard(M);
    Closed = true;
    NotEmpty.notify_all();
  }

private:
  std::mutex M;
  std::condition_variable NotEmpty;
  std::condition_variable AllDone;
  std::queue<T> Items;
  int Unfinished = 0;
  bool Closed = false;
};

#endif // SAMPLES_LECTURE_QUEUE_H
