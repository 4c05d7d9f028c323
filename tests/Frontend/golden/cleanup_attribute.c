// __attribute__((cleanup)): a function is called where the variable dies.
void unlock(int **P);
int *lock(void);
int work(int);
int early(int N) {
  __attribute__((cleanup(unlock))) int *Held = lock();
  if (N)
    return work(N);
  for (;;) {
    __attribute__((cleanup(unlock))) int *Again = lock();
    if (work(1))
      break;
  }
  return *Held;
}
