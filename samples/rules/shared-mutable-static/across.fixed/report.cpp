#include "report.h"

std::mutex Report::M;
std::vector<std::string> Report::Lines;

void Report::add(const std::string &Line) {
  std::lock_guard Guard(M);
  Lines.push_back(Line);
}

int Report::lines() {
  std::lock_guard Guard(M);
  return static_cast<int>(Lines.size());
}
