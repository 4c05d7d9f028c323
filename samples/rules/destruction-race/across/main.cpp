// Two threads, one session, no agreement on who is last.
#include "session.h"

#include <thread>

int main() {
  auto *S = new Session;
  std::thread Server(serve, S), Closer(finish, S);
  Server.join();
  Closer.join();
}
