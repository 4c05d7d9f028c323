// The flag is each thread's own: one sets its flag, another finds its own
// unset.
//
// prove: race (unknown: it takes a team of three)

int X;
int main(void) {
  int Done = 0;
#pragma omp parallel firstprivate(Done)
  {
#pragma omp single
    Done = 1;
    if (!Done)
      X += 1;
  }
  return X;
}
