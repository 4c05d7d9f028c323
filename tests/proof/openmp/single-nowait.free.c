// One thread does it, and it is come by once.
//
// prove: race-free

int Count;
int main(void) {
#pragma omp parallel
  {
#pragma omp single nowait
    ++Count;
  }
  return Count;
}
