#include "context.h"

#include <pthread.h>

static pthread_key_t Request;

void openContext() { pthread_key_create(&Request, nullptr); }
void closeContext() {
  pthread_key_delete(Request); // expect: thread-key-misuse(Request)
}

void setRequest(long Number) {
  pthread_setspecific(Request, reinterpret_cast<void *>(Number));
}
long request() { return reinterpret_cast<long>(pthread_getspecific(Request)); }
