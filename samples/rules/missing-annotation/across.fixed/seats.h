#ifndef SEATS_H
#define SEATS_H

#include <mutex>

#ifdef __clang__
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#else
#define GUARDED_BY(x)
#endif

// The seats of one hall.
class Hall {
public:
  explicit Hall(int Seats) : Free(Seats) {}
  bool reserve(int Seats);
  void giveBack(int Seats);

private:
  std::mutex Lock;
  int Free GUARDED_BY(Lock);
  int Reserved GUARDED_BY(Lock) = 0;
};

#endif
