// flags: -std=c++20
// A constant pointer to member names it; any other may be any of its type.
struct Point {
  int X, Y;
  int sum() const { return X + Y; }
  virtual void draw();
};
int direct(Point &P, Point *Q) { return P.*&Point::X + Q->*&Point::Y; }
void through(Point &P, int Point::*Member) { P.*Member = 1; }
int call(Point &P, int (Point::*F)() const) { return (P.*F)(); }
int callKnown(Point *P) { return (P->*&Point::sum)(); }
void select(Point &P, bool B) {
  int Point::*Member = B ? &Point::X : &Point::Y;
  P.*Member = 2;
  void (Point::*F)() = &Point::draw;
  (P.*F)();
}
template <auto M> int &get(Point &P) { return P.*M; }
int &known(Point &P) { return get<&Point::Y>(P); }
