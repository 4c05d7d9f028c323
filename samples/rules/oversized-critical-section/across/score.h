#ifndef SCORE_H
#define SCORE_H

/// Plays a game against itself and says how it ended.
int play(int Seed);

#endif
