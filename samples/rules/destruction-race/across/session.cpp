// serve() does not know that finish() may come.
#include "session.h"

void serve(Session *S) {
  S->Requests += 1; // expect: destruction-race(Session object) with #delete
}

void finish(Session *S) {
  delete S; // #delete
}
