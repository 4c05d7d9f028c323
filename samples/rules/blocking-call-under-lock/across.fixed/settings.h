#ifndef SETTINGS_H
#define SETTINGS_H

#include <mutex>
#include <string>

extern std::mutex SettingsLock;
extern std::string Title;
std::string ask();

#endif
