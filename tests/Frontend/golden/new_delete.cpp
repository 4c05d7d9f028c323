// flags: -std=c++20
// Memory, then construction; destruction, then memory.
using size_t = decltype(sizeof 0);
void *operator new(size_t, void *P) noexcept;
namespace std {
struct nothrow_t {};
extern const nothrow_t nothrow;
enum class align_val_t : size_t {};
struct destroying_delete_t {};
} // namespace std
void *operator new(size_t, const std::nothrow_t &) noexcept;
struct Thing {
  Thing(int);
  virtual ~Thing();
  int N;
};
struct Own {
  Own();
  ~Own();
  static void *operator new(size_t);
  static void operator delete(void *);
};
int next();
Thing *one() { return new Thing(1); }
int *plain() { return new int(next()); }
int *many(int N) { return new int[N]{1, 2}; }
Thing *objects() { return new Thing[2]{1, 2}; }
Own *defaults(int N) { return ::new Own[N]; }
Thing *placed(void *Where) { return new (Where) Thing(3); }
Thing *careful() { return new (std::nothrow) Thing(4); }
Own *own() { return new Own; }
void end(Thing *A, int *B, int *C, Own *D, Thing *E) {
  delete A;
  delete B;
  delete[] C;
  delete D;
  E->~Thing();
}
void endArray(Own *A) { ::delete[] A; }
