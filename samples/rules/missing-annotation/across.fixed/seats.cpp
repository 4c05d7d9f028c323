#include "seats.h"

bool Hall::reserve(int Seats) {
  std::lock_guard<std::mutex> Guard(Lock);
  if (Free < Seats)
    return false;
  Free -= Seats;
  Reserved += Seats;
  return true;
}

void Hall::giveBack(int Seats) {
  std::lock_guard<std::mutex> Guard(Lock);
  Free += Seats;
  Reserved -= Seats;
}
