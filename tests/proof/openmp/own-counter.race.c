// Each thread counts its own rounds from 0, so that two write one element:
// Next is no function of I.
//
// prove: race

int A[100];
int main(void) {
  int Next = 0;
#pragma omp parallel for firstprivate(Next)
  for (int I = 0; I < 100; ++I) {
    A[Next] = I;
    ++Next;
  }
  return A[0];
}
