#ifndef REPORT_H
#define REPORT_H
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

#endif
