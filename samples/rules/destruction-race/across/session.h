// A session that is closed by who sees the end first.
#ifndef SESSION_H
#define SESSION_H

struct Session {
  int Requests = 0;
};

void serve(Session *S);
void finish(Session *S);

#endif
