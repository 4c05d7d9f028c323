#include "server.h"

void Server::start() { Worker = std::thread(&Server::run, this); }

// Called by the owner only.
void Server::stop() {
  Stopping = true;
  Worker.join();
}

void Server::run() {
  while (!Stopping)
    if (++Served == 3)
      Stopping = true;
}
