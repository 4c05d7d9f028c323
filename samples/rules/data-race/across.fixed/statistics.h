#ifndef STATISTICS_H
#define STATISTICS_H

void countRequest();
int requests();

#endif
