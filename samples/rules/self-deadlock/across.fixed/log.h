#ifndef LOG_H
#define LOG_H

#include <mutex>
#include <string>

extern std::recursive_mutex LogLock;

void writeLine(const std::string &Text);

#endif
