// The captured value goes to a shared variable.
//
// prove: race

int X, Seen;
int main(void) {
#pragma omp parallel
  {
#pragma omp atomic capture
    Seen = X++;
  }
  return X;
}
