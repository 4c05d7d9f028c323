// ask() waits for the keyboard, and its caller holds the lock: nothing is drawn
// until the user has typed.
#include "settings.h"
#include <iostream>
#include <thread>

std::mutex SettingsLock;
std::string Title = "untitled";

void retitle() {
  std::lock_guard<std::mutex> Guard(SettingsLock); // #held
  Title = ask();
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
