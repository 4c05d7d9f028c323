// Waits in its own way for a State to be filled; see main.cpp.
#include "state.h"

int take(const State &S) {
  while (!S.Ready)
    S.Ready.wait(false);
  return S.Value;
}
