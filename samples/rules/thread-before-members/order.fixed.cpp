// Declared last, the std::jthread is destroyed first; and one that is joined by hand
// may stand anywhere.
// expect-none
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

class Sender {
public:
  void start() {
    Thread = std::jthread([this](std::stop_token Stop) {
      while (!Stop.stop_requested())
        send();
    });
  }
  void put(int Packet) {
    std::lock_guard<std::mutex> Guard(M);
    Packets.push(Packet);
  }

private:
  void send() {
    std::lock_guard<std::mutex> Guard(M);
    if (Packets.empty())
      return;
    std::cout << Packets.front() << '\n';
    Packets.pop();
  }

  std::mutex M;
  std::queue<int> Packets;
  std::jthread Thread;
};

class Counter {
public:
  ~Counter() {
    Thread.request_stop();
    Thread.join();
  }
  void start() {
    Thread = std::jthread([this] { add(); });
  }

private:
  void add() {
    std::lock_guard<std::mutex> Guard(M);
    ++Count;
  }

  std::jthread Thread;
  std::mutex M;
  int Count = 0;
};

int main() {
  Sender S;
  S.start();
  S.put(1);
  Counter C;
  C.start();
}
