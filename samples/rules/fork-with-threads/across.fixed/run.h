#ifndef RUN_H
#define RUN_H

/// Runs the program \p Name in a child, and waits for it.
int runProgram(const char *Name);

#endif
