// Bit-fields keep their offsets; unions and anonymous members are paths.
struct Flags {
  unsigned A : 3, B : 5;
  unsigned : 0;
  unsigned C : 1;
  int Whole;
};
struct Variant {
  int Kind;
  union {
    int I;
    struct {
      short Low, High;
    };
  };
};
union Bits {
  float F;
  unsigned U;
};
void flags(struct Flags *P) {
  P->A = 1;
  P->B |= 2;
  P->C = P->A;
  P->Whole++;
}
int variant(struct Variant *P) {
  P->I = 1;
  P->Low = 2;
  return P->High;
}
unsigned pun(float F) {
  union Bits B;
  B.F = F;
  return B.U;
}
unsigned cast(float F) { return ((union Bits)F).U; }
