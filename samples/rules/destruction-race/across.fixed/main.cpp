// Who is last destroys it.
// expect-none
#include "session.h"

#include <thread>

int main() {
  auto S = std::make_shared<Session>();
  std::thread Server(serve, S);
  S.reset();
  Server.join();
}
