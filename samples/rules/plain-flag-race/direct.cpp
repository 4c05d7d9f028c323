// The worker goes on until main clears the flag. The flag is a plain bool: with
// -O2 the compiler reads it once, and the worker never stops.
#include <thread>

bool Running = true;
long Rounds = 0;

void work() {
  while (Running) // expect: plain-flag-race(Running) with #stop; dynamic: confirmed
    if (++Rounds > 1000000)
      return;
}

int main() {
  std::thread Worker(work);
  Running = false; // #stop
  Worker.join();
}
