// The sender's thread is started when all is there, and is joined too late: its
// std::jthread is declared first, so it is destroyed last.
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

class Sender {
public:
  void start() {
    Thread = std::jthread([this](std::stop_token Stop) { // expect: thread-before-members(M) with #gone
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

  std::jthread Thread;
  std::mutex M; // #gone
  std::queue<int> Packets;
};

int main() {
  Sender S;
  S.start();
  S.put(1);
}
