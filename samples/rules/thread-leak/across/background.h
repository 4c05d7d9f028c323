#ifndef BACKGROUND_H
#define BACKGROUND_H

#ifdef __cplusplus
extern "C" {
#endif

/// Runs \p job in a thread of its own. 0 if it could be started.
int in_background(void (*job)(void));

#ifdef __cplusplus
}
#endif

#endif
