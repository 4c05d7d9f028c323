// A temporary dies at the end of the full expression, or with the reference it
// is bound to.
struct Temp {
  Temp();
  ~Temp();
  int value() const;
  int Member = 0;
  explicit operator bool() const;
};
Temp make();
void use(const Temp &, int);

void endOfFullExpression() {
  use(Temp(), 1);
  use(make(), 2);
}
int member() { return make().value() + make().Member; }
void extended() {
  const Temp &Whole = make();
  int &&Part = make().Member;
  use(Whole, Part);
}
void conditional(bool B) { use(B ? Temp() : make(), 3); }
void shortCircuit(bool B) {
  bool Both = B && make().value() > 0;
  use({}, Both);
}
void inCondition() {
  if (make().value())
    use({}, 4);
  while (make())
    use({}, 5);
}
struct Holder {
  const Temp &Ref;
};
int extendedThroughAggregate() {
  Holder H{Temp()};
  return H.Ref.Member;
}
