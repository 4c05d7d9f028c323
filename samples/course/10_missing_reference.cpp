// The thread fills a copy of the vector. (With `std::vector<int> &` in the function
// the compiler would have said that std::ref is missing.)
#include <iostream>
#include <thread>
#include <vector>

void fill(std::vector<int> Numbers) {
  for (int I = 0; I < 10; I++)
    Numbers.push_back(I); // #copy
}

int main() {
  std::vector<int> Numbers;
  std::thread T(fill, Numbers);
  T.join();
  std::cout << Numbers.size() << std::endl; // expect: lost-copy(Numbers) with #copy
}
