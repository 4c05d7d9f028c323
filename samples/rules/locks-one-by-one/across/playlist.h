#ifndef PLAYLIST_H
#define PLAYLIST_H
#include <mutex>

class Playlist {
public:
  void swapWith(Playlist &Other);
  int length() const { return Songs; }
  void add(int N) { Songs += N; }

private:
  std::mutex M;
  int Songs = 0;
};

#endif
