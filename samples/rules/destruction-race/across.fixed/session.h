// A session that its last owner closes.
#ifndef SESSION_H
#define SESSION_H

#include <memory>

struct Session {
  int Requests = 0;
};

void serve(std::shared_ptr<Session> S);

#endif
