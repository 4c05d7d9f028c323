// The value is kept. A future that gets a new task may be asked again.
// expect-none
#include <future>
#include <iostream>

class Report {
public:
  void start() {
    Pages = std::async(std::launch::async, [] { return 7; });
  }
  void print() {
    int Count = Pages.get();
    std::cout << "pages: " << Count << '\n';
    if (Long)
      std::cout << "sheets: " << (Count + 1) / 2 << '\n';
    start();
    std::cout << "pages: " << Pages.get() << '\n';
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
