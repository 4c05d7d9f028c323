// One thread does both.
//
// prove: race-free

int Count;
int main(void) {
#pragma omp parallel
  {
#pragma omp master
    ++Count;
#pragma omp master
    ++Count;
  }
  return Count;
}
