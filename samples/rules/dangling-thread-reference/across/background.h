#ifndef BACKGROUND_H
#define BACKGROUND_H

#include <utility>

struct Job {
  int Input = 0;
  int Output = 0;
};

void inBackground(Job &J);

#endif
