// flags: -fopenmp
// Regions that other threads run are functions of their own; what shares work
// out among the threads of a team is marked.
int Total;
int ThreadOwn;
#pragma omp threadprivate(ThreadOwn)
void work(int);
int sum(const int *A, int N) {
  int Sum = 0, Last = 0;
#pragma omp parallel for reduction(+ : Sum) lastprivate(Last) num_threads(4)
  for (int I = 0; I < N; ++I) {
    Sum += A[I];
    Last = I;
  }
  return Sum + Last;
}
void regions(int N) {
  int Mine = 0, First = N;
#pragma omp parallel private(Mine) firstprivate(First) shared(Total)
  {
    Mine = First;
#pragma omp for schedule(static) nowait
    for (int I = 0; I < N; I++)
      work(I);
#pragma omp barrier
#pragma omp critical(Name)
    Total += Mine;
#pragma omp atomic
    Total += 1;
#pragma omp single
    work(1);
#pragma omp master
    work(2);
#pragma omp sections
    {
#pragma omp section
      work(3);
#pragma omp section
      work(4);
    }
    ThreadOwn = Mine;
  }
}
void tasks(int N) {
#pragma omp parallel
#pragma omp single
  {
#pragma omp task firstprivate(N)
    work(N);
#pragma omp taskwait
#pragma omp flush
  }
}
void others(int *A, int N) {
#pragma omp simd
  for (int I = 0; I < N; ++I)
    A[I] = 0;
#pragma omp parallel for collapse(2)
  for (int I = 0; I < N; ++I)
    for (int J = 0; J < N; ++J)
      A[I * N + J] = 1;
#pragma omp target map(tofrom : A[0 : N])
  A[0] = 2;
}
struct Box {
  int Items;
  void fill(int N) {
#pragma omp parallel
#pragma omp atomic
    Items += N;
  }
};
int atomics() {
  int Old, New;
#pragma omp parallel private(Old, New)
  {
#pragma omp atomic capture seq_cst
    Old = Total++;
#pragma omp atomic read
    New = Total;
#pragma omp atomic write
    Total = Old + New;
  }
  return Total;
}
void depends(int *A) {
  int X = 0;
#pragma omp taskgroup
  {
#pragma omp task depend(out : X, A[1])
    A[1] = 1;
#pragma omp task depend(in : X) if (0)
    A[2] = 1;
  }
#pragma omp taskloop
  for (int I = 0; I < 10; ++I)
    A[I] = X;
}
void loops(int *A, int N) {
  int I, J, T = 0;
#pragma omp parallel firstprivate(T)
  {
#pragma omp for collapse(2) ordered
    for (I = 0; I < N; ++I)
      for (J = 0; J < N; ++J) {
#pragma omp ordered
        A[J] = T;
      }
#pragma omp single copyprivate(T)
    T = 1;
  }
}
