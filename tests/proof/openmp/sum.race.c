// Every thread adds to the one Sum.
//
// prove: race

int main(void) {
  int Sum = 0;
#pragma omp parallel for
  for (int I = 0; I < 10; ++I)
    Sum += I;
  return Sum;
}
