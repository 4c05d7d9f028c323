#ifndef NAMES_H
#define NAMES_H

#include <string>

int idOf(const std::string &Name);

#endif
