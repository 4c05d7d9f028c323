#include "divide.h"

#include <iostream>

void divide(int A, int B, std::promise<int> Result) {
  if (B == 0) {
    std::cerr << "division by zero\n";
    return; // expect: promise-misuse(Result) with #set; likely
  }
  Result.set_value(A / B); // #set
}
