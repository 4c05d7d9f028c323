#ifndef GUARDED_H
#define GUARDED_H

#ifdef __clang__
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#else
#define GUARDED_BY(x)
#endif

#endif
