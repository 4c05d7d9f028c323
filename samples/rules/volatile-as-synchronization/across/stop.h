#ifndef STOP_H
#define STOP_H

extern volatile bool Stop;
void work();

#endif
