#include "kitchen.h"

Dinner::Dinner() : Ready(2) {}

void Dinner::cookSoup() { Ready.count_down(); }

void Dinner::cookRoast() { Ready.count_down(); }

void Dinner::awaitAll() { Ready.wait(); }
