#include "report.h"

std::vector<std::string> Report::Lines; // expect: shared-mutable-static(Lines) with #added; likely

void Report::add(const std::string &Line) {
  Lines.push_back(Line); // #added
}

int Report::lines() { return static_cast<int>(Lines.size()); }
