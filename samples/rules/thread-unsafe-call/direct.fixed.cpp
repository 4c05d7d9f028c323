// strtok_r keeps its place in a variable of the caller's.
// expect-none
#include <cstring>
#include <iostream>
#include <string>
#include <thread>

void split(std::string Text) {
  int Words = 0;
  char *Place = nullptr;
  for (char *W = strtok_r(Text.data(), " ", &Place); W;
       W = strtok_r(nullptr, " ", &Place))
    ++Words;
  std::cout << std::to_string(Words) + " words\n";
}

int main() {
  std::thread First(split, "one two three");
  std::thread Second(split, "four five");
  First.join();
  Second.join();
  // Alone, strtok does no harm.
  char Last[] = "six seven";
  std::cout << std::strtok(Last, " ") << '\n';
}
