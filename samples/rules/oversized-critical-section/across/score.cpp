#include "score.h"

int play(int Seed) {
  int Score = Seed;
  for (int Move = 0; Move < 1000; ++Move)
    Score = (Score * 31 + Move) % 1009;
  return Score;
}
