// Something to be called when a job is done.
#ifndef HOOK_H
#define HOOK_H

#include <functional>

void setHook(std::function<void()> H);
void finish();

#endif
