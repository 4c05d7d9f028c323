// The lamp blinks with the lock held: the button has to wait until the lamp
// wakes up.
#include <chrono>
#include <mutex>
#include <thread>

std::mutex Lock;
bool On = false;
int Presses = 0;

void blink() {
  for (int I = 0; I < 3; ++I) {
    std::lock_guard<std::mutex> Guard(Lock); // #taken
    On = !On;
    std::this_thread::sleep_for(std::chrono::milliseconds(1)); // expect: blocking-call-under-lock(Lock) with #taken, #button
  }
}

void press() {
  std::lock_guard<std::mutex> Guard(Lock); // #button
  ++Presses;
}

int main() {
  std::thread Lamp(blink), Button(press);
  Lamp.join();
  Button.join();
}
