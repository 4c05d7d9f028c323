#include "parse.h"

#include <stdexcept>

int parse(const std::string &Text) {
  int Number = 0;
  for (char C : Text) {
    if (C < '0' || C > '9')
      throw std::invalid_argument("not a number: " + Text); // #thrown
    Number = 10 * Number + (C - '0');
  }
  return Number;
}
