// rand() has one hidden state for all threads.
#include <cstdlib>
#include <iostream>
#include <thread>

int Dice[2];

void roll(int Player) {
  Dice[Player] = std::rand() % 6 + 1; // expect: thread-unsafe-call(rand)
}

int main() {
  std::thread A(roll, 0), B(roll, 1);
  A.join();
  B.join();
  std::cout << Dice[0] + Dice[1] << std::endl;
}
