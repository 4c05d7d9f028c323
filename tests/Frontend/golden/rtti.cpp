// dynamic_cast and typeid.
namespace std {
struct type_info {
  const char *name() const;
  bool operator==(const type_info &) const;
};
} // namespace std
struct Base {
  virtual ~Base();
};
struct Derived : Base {
  int N;
};
Base &make();
int asPointer(Base *B) {
  if (auto *D = dynamic_cast<Derived *>(B))
    return D->N;
  return 0;
}
int asReference(Base &B) { return dynamic_cast<Derived &>(B).N; }
void *whole(Base *B) { return dynamic_cast<void *>(B); }
bool same(Base &B) { return typeid(B) == typeid(Derived); }
const char *evaluated() { return typeid(make()).name(); }
const char *unevaluated(int N) { return typeid(N++).name(); }
