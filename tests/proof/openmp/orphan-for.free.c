// A divided loop in a function, with its barrier.
//
// prove: race-free

int A[10];
static void fill(int By) {
#pragma omp for
  for (int I = 0; I < 10; ++I)
    A[I] += By;
}
int main(void) {
#pragma omp parallel
  {
    fill(1);
    fill(2);
  }
  return A[0];
}
