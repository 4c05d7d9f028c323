// Each thread has its own.
//
// prove: race-free

int Mine;
#pragma omp threadprivate(Mine)
int main(void) {
#pragma omp parallel
  Mine += 1;
  return Mine;
}
