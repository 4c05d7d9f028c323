// strtok remembers its place in the text in one variable for the whole program.
// Two threads that cut up a text each go on in the other one's.
#include <cstring>
#include <iostream>
#include <string>
#include <thread>

void split(std::string Text) {
  int Words = 0;
  for (char *W = std::strtok(Text.data(), " "); W; // expect: thread-unsafe-call(strtok)
       W = std::strtok(nullptr, " "))
    ++Words;
  std::cout << std::to_string(Words) + " words\n";
}

int main() {
  std::thread First(split, "one two three");
  std::thread Second(split, "four five");
  First.join();
  Second.join();
}
