// The coroutine in count.h borrows the variable of a function that hands the
// coroutine out and is over.
#include "count.h"

int main(int Count, char **) {
  Task T = countAlone();
  if (Count > 9)
    T.Handle.resume();
  T.Handle.destroy();
}
