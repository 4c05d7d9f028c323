#include "playlist.h"

void Playlist::swapWith(Playlist &Other) {
  std::unique_lock Mine(M); // #mine
  std::unique_lock Theirs(Other.M); // expect: locks-one-by-one(M, Other.M) with #mine; likely
  int Old = Songs;
  Songs = Other.Songs;
  Other.Songs = Old;
}
