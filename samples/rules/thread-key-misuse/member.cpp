// Every connection has a key of its own, for a value per thread. Nobody deletes them,
// and after a thousand connections there are no more keys.
#include <iostream>
#include <pthread.h>
#include <thread>

class Connection {
public:
  Connection() {
    pthread_key_create(&Key, nullptr); // expect: thread-key-misuse(Key); likely
  }
  void setUser(const char *Name) { pthread_setspecific(Key, Name); }
  const char *user() const {
    return static_cast<const char *>(pthread_getspecific(Key));
  }

private:
  pthread_key_t Key;
};

int main() {
  std::thread Worker([] {
    for (int I = 0; I < 3; ++I) {
      Connection C;
      C.setUser("somebody");
      std::cout << C.user() << '\n';
    }
  });
  Worker.join();
}
