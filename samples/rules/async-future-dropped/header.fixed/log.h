#ifndef LOG_H
#define LOG_H

#include <future>
#include <iostream>
#include <string>

// Writes a line in the background, as long as the future is kept.
inline std::future<void> writeLater(std::string Line) {
  return std::async(std::launch::async,
                    [Line] { std::cout << Line + "\n"; });
}

#endif
