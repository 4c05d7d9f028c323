// Holds its own share while it works.
#include "session.h"

void serve(std::shared_ptr<Session> S) { S->Requests += 1; }
