// localtime answers with the address of one structure, the same for everybody.
#include <cstdio>
#include <ctime>
#include <thread>

void log(const char *Text) {
  std::time_t Now = std::time(nullptr);
  std::tm *Time = std::localtime(&Now); // expect: thread-unsafe-call(localtime)
  std::printf("%02d:%02d %s\n", Time->tm_hour, Time->tm_min, Text);
}

int main() {
  std::thread A(log, "first"), B(log, "second");
  A.join();
  B.join();
}
