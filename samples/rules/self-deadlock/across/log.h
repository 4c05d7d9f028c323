#ifndef LOG_H
#define LOG_H

#include <mutex>
#include <string>

extern std::mutex LogLock;

void writeLine(const std::string &Text);

#endif
