// Assembly that touches only its operands is reads and writes; any other is a
// havoc.
int Flag;
void barrier(void) { __asm__ volatile("" ::: "memory"); }
unsigned cycles(void) {
  unsigned Low, High;
  __asm__("rdtsc" : "=a"(Low), "=d"(High));
  return Low + High;
}
void control(unsigned short *Word) {
  __asm__("fnstcw %0" : "=m"(*Word));
  __asm__("fldcw %0" : : "m"(*Word));
}
int hide(int N) {
  __asm__("" : "+r"(N));
  return N;
}
int swap(int *P, int N) {
  __asm__("xchg %0, %1" : "+r"(N), "+m"(*P) : : "memory");
  return N;
}
void count(int *P) { __asm__("lock; incl %0" : "+m"(*P)); }
void hands(int *P) { __asm__("movl $1, (%0)" : : "r"(P)); }
int test(void) {
  __asm__ goto("jmp %l0" : : "r"(&Flag) : : Out);
  return 1;
Out:
  return 2;
}
