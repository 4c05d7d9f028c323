// flags: -std=c++20
// The loop that the standard spells out, with its hidden variables.
int Table[3];
struct It {
  int *P;
  int &operator*() const;
  It &operator++();
  bool operator!=(const It &) const;
};
struct List {
  List();
  ~List();
  It begin();
  It end();
};
List make();
int array() {
  int Sum = 0;
  for (int X : Table)
    Sum += X;
  return Sum;
}
void reference() {
  for (int &X : Table)
    X = 1;
}
void members(List &L) {
  for (int &X : L)
    X = 2;
}
void temporary() {
  for (auto &X : make())
    X = 3;
}
void withInit() {
  for (List L = make(); auto &X : L)
    X = 4;
}
