// errors
// Code that does not compile is lowered as far as it goes.
int Good;
int before() { return Good; }
int wrong() {
  Good = 1;
  int X = undeclared(Good);
  Missing Y;
  return X + Y.Z;
}
template <class T> int uninstantiated(T V) { return V.x(); }
int after() { return Good + 1; }
