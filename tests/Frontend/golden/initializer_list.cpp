// flags: -std=c++20
// A list is a view of an array of temporaries, which live as long as it.
#include <initializer_list>
struct Item {
  Item(int);
  ~Item();
};
struct Bag {
  Bag(std::initializer_list<Item>);
  Bag &operator=(std::initializer_list<int>);
};
int sum(std::initializer_list<int> Values) {
  int R = 0;
  for (int V : Values)
    R += V;
  return R;
}
void uses() {
  sum({1, 2, 3});
  Bag B{1, 2};
  B = {3};
  auto Kept = {4, 5};
  sum(Kept);
  for (int V : {6, 7})
    sum({V});
}
