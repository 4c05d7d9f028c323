#pragma once
#include <mutex>
#include <string>
#include <vector>

class Report {
public:
  static void add(const std::string &Line);
  static int lines();

private:
  static std::mutex M;
  static std::vector<std::string> Lines;
};
