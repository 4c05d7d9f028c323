// Has somebody asked us to stop?
#ifndef STOP_H
#define STOP_H

struct Stop {
  bool Asked = false;
  int Signal = 0;
};
extern Stop TheStop;

void installHandler();

#endif
