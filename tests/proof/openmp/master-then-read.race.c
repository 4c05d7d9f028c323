// master has no barrier behind it.
//
// prove: race (unknown: which thread is the primary one is open)

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
