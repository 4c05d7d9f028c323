// Each throws one ball and catches one in turn: there is always room.
// expect-none
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

class Basket {
public:
  void put(int Ball) {
    std::unique_lock<std::mutex> Lock(M);
    HasRoom.wait(Lock, [this] { return Balls.size() < 2; });
    Balls.push(Ball);
    HasBall.notify_one();
  }
  int take() {
    std::unique_lock<std::mutex> Lock(M);
    HasBall.wait(Lock, [this] { return !Balls.empty(); });
    int Ball = Balls.front();
    Balls.pop();
    HasRoom.notify_one();
    return Ball;
  }

private:
  std::mutex M;
  std::condition_variable HasRoom, HasBall;
  std::queue<int> Balls;
};

Basket Left, Right;

void playLeft() {
  for (int I = 0; I < 8; ++I) {
    Right.put(I);
    Left.take();
  }
}

void playRight() {
  for (int I = 0; I < 8; ++I) {
    Left.put(I);
    Right.take();
  }
}

int main() {
  std::thread First(playLeft), Second(playRight);
  First.join();
  Second.join();
  std::cout << "all balls caught\n";
}
