// Virtual calls, calls that name their class, final classes, several bases.
struct Shape {
  virtual ~Shape();
  virtual int area() const = 0;
  virtual void draw() {}
  int Id;
};
struct Named {
  virtual void rename(int);
  int Name;
};
struct Square : Shape, Named {
  int Side;
  int area() const override { return Side * Side; }
  void draw() final { Shape::draw(); }
  void rename(int N) override { Name = N; }
};
struct Last final : Square {
  int area() const override { return Id; }
};
struct Common {
  int Shared;
};
struct Left : virtual Common {};
struct Right : virtual Common {};
struct Both : Left, Right {
  Both() { Shared = 1; }
};
int calls(Shape &S, Last &L, Square Value) {
  S.draw();
  return S.area() + L.area() + Value.area() + S.Shape::Id;
}
void second(Named *N) { N->rename(1); }
void fields(Square &S, Both &B) {
  S.Id = 1;
  S.Name = 2;
  static_cast<Named &>(S).Name = 3;
  B.Shared = 4;
  Shape *P = &S;
  P->Id = 5;
  static_cast<Square *>(P)->Side = 6;
}
