// Asked first, the lock is then taken for the moment of the change.
// expect-none
#include "settings.h"
#include <iostream>
#include <thread>

std::mutex SettingsLock;
std::string Title = "untitled";

void retitle() {
  std::string Answer = ask();
  std::lock_guard<std::mutex> Guard(SettingsLock);
  Title = Answer;
}

void draw() {
  std::lock_guard<std::mutex> Guard(SettingsLock);
  std::cout << Title + "\n";
}

int main() {
  std::thread Editor(retitle), Screen(draw);
  Editor.join();
  Screen.join();
}
