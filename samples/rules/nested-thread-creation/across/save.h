#ifndef SAVE_H
#define SAVE_H

#include <atomic>

extern std::atomic<int> Saved;

/// Saves in the background, and returns when it is done.
void save(int N);

#endif
