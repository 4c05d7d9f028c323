// _Generic chooses at compile time; what is not chosen is not evaluated.
int ofInt(int);
int ofDouble(double);
int ofOther(void *);
#define OF(X)                                                                  \
  _Generic((X), int: ofInt, double: ofDouble, default: ofOther)(X)
int Count;
int all(void) { return OF(1) + OF(2.0) + OF(&Count); }
int controlling(void) {
  return _Generic(Count++, int: 1, default: Count--) + sizeof(Count++);
}
