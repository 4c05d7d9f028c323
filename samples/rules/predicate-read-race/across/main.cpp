// The box looks thread-safe.
#include "mail.h"

#include <thread>

int main() {
  Mail Box;
  std::thread Reader([&Box] { Box.get(); });
  Box.put(7);
  Reader.join();
}
