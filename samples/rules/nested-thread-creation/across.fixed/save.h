#ifndef SAVE_H
#define SAVE_H

#include <atomic>

extern std::atomic<int> Saved;

/// Saves, in whatever thread calls it.
void save(int N);

#endif
