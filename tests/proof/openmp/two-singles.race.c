// Two threads may do one each.
//
// prove: race

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
