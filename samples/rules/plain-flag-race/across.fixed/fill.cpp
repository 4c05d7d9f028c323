// Fills a State and says so by a flag; see main.cpp.
#include "state.h"

void fill(State &S) {
  S.Value = 42;
  S.Ready = true;
  S.Ready.notify_all();
}
