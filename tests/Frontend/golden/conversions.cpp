// User-defined conversions, converting constructors, casts between numbers and
// pointers.
struct Number {
  Number(int);
  operator int() const;
  explicit operator bool() const;
};
struct Ref {
  operator int &();
};
enum class Colour : unsigned char { Red };
void take(Number);
int implicit(Number N) { return N + 1; }
void converting() { take(2); }
bool contextual(Number N) { return N && !N; }
void throughReference(Ref R) { static_cast<int &>(R) = 3; }
long numbers(double D, Colour C) {
  return static_cast<int>(D) + static_cast<int>(C) + long(D > 1);
}
unsigned long pointers(int *P) {
  char *Bytes = reinterpret_cast<char *>(P);
  *Bytes = 1;
  const int *C = P;
  *const_cast<int *>(C) = 2;
  return reinterpret_cast<unsigned long>(Bytes);
}
char *address(unsigned long N) { return (char *)N; }
float bits(int N) { return __builtin_bit_cast(float, N); }
