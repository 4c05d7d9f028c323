#include "server.h"

void Server::start() {
  Worker = std::thread(&Server::run, this); // #spawn
}

// Called by the owner, and by the worker itself.
void Server::stop() {
  Stopping = true;
  Worker.join(); // expect: self-join(Worker) with #spawn
}

void Server::run() {
  while (!Stopping)
    if (++Served == 3)
      stop();
}
