#include "divide.h"

#include <exception>
#include <stdexcept>

void divide(int A, int B, std::promise<int> Result) {
  if (B == 0) {
    Result.set_exception(
        std::make_exception_ptr(std::domain_error("division by zero")));
    return;
  }
  Result.set_value(A / B);
}
