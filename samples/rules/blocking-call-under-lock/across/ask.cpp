// Waits for the keyboard, whoever calls it; see main.cpp.
#include "settings.h"
#include <iostream>

std::string ask() {
  std::string Answer;
  std::getline(std::cin, Answer); // expect: blocking-call-under-lock(SettingsLock) with #held
  return Answer;
}
