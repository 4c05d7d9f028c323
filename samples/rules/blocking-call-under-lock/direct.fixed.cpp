// The lock is given up before the lamp sleeps.
// expect-none
#include <chrono>
#include <mutex>
#include <thread>

std::mutex Lock;
bool On = false;
int Presses = 0;

void blink() {
  for (int I = 0; I < 3; ++I) {
    {
      std::lock_guard<std::mutex> Guard(Lock);
      On = !On;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void press() {
  std::lock_guard<std::mutex> Guard(Lock);
  ++Presses;
}

int main() {
  std::thread Lamp(blink), Button(press);
  Lamp.join();
  Button.join();
}
