#ifndef CONTEXT_H
#define CONTEXT_H

/// What the running thread works on.
void setRequest(long Number);
long request();

void openContext();
void closeContext();

#endif
