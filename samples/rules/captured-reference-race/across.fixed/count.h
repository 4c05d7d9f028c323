#ifndef COUNT_H
#define COUNT_H

void countPrimes(int From, int To, int &Found);

#endif
