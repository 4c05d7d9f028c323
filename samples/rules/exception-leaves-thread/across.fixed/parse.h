#ifndef PARSE_H
#define PARSE_H

#include <string>

/// The number in \p Text. Throws std::invalid_argument if there is none.
int parse(const std::string &Text);

#endif
