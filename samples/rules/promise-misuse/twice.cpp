// A future is asked twice, through a member: the first answer took the value away.
#include <future>
#include <iostream>

class Report {
public:
  void start() {
    Pages = std::async(std::launch::async, [] { return 7; });
  }
  void print() {
    std::cout << "pages: " << Pages.get() << '\n'; // #first
    if (Long)
      std::cout << "sheets: " << (Pages.get() + 1) / 2 << '\n'; // expect: promise-misuse(Pages) with #first; certain
  }
  bool Long = false;

private:
  std::future<int> Pages;
};

int main() {
  Report R;
  R.start();
  R.print();
}
