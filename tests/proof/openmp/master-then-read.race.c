// master has no barrier behind it.
//
// prove: race

int Data, Out;
int main(void) {
#pragma omp parallel
  {
    int Mine;
#pragma omp master
    Data = 1;
    Mine = Data;
#pragma omp critical
    Out += Mine;
  }
  return Out;
}
