// All wait for the master.
//
// prove: race-free

int Data, Out;
int main(void) {
#pragma omp parallel
  {
    int Mine;
#pragma omp master
    Data = 1;
#pragma omp barrier
    Mine = Data;
#pragma omp critical
    Out += Mine;
  }
  return Out;
}
