// Two rounds' singles may be done by two threads at once.
//
// prove: race

int Count;
int main(void) {
#pragma omp parallel
  for (int T = 0; T < 5; ++T) {
#pragma omp single nowait
    ++Count;
  }
  return Count;
}
