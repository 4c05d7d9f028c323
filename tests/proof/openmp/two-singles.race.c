// Two threads may do one each.
//
// prove: race (unknown: which thread does a single is open)

int Count;
int main(void) {
#pragma omp parallel
  {
#pragma omp single nowait
    ++Count;
#pragma omp single
    ++Count;
  }
  return Count;
}
