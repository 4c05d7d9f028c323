// The thread with the last round writes it.
//
// prove: race-free

int main(void) {
  int Last = 0;
#pragma omp parallel for lastprivate(Last)
  for (int I = 0; I < 10; ++I)
    Last = I;
  return Last;
}
