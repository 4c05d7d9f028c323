// Function pointers, callbacks, tables of functions, old-style definitions.
typedef int (*Callback)(void *);
struct Ops {
  Callback Open, Close;
};
int first(void *P) { return *(int *)P; }
static int second(void *P) { return P == 0; }
struct Ops Table = {.Open = first, .Close = second};
int indirect(Callback F, void *P) { return F(P) + (*F)(P); }
int throughTable(struct Ops *O, void *P) { return O->Open(P) + Table.Close(P); }
Callback choose(int N) { return N ? first : &second; }
int unknown(int N) { return choose(N)(0); }
int old(a, b) int a; char b; { return a + b; }
int callsOld(void) { return old(1, 2); }
_Noreturn void fail(const char *);
int checked(int *P) {
  if (!P)
    fail("null");
  return *P;
}
int volatile Register;
int reads(void) {
  Register = 1;
  return Register + Register;
}
