// Main joins the thread that saves. It waits for the detached one by its promise, and
// not at all for the daemon, which has no end of its own.
// expect-none
#include <chrono>
#include <fstream>
#include <future>
#include <iostream>
#include <thread>

void save(int Lines) {
  std::ofstream File("/tmp/saved.txt");
  for (int I = 0; I < Lines; ++I)
    File << "line " << I << '\n';
}

int main() {
  std::thread Daemon([] {
    for (;;)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  Daemon.detach();
  std::promise<void> Printed;
  std::future<void> WasPrinted = Printed.get_future();
  std::thread Printer([P = std::move(Printed)]() mutable {
    std::cout << "printing\n";
    P.set_value();
  });
  Printer.detach();
  std::thread Saver(save, 1000);
  Saver.join();
  WasPrinted.wait();
}
