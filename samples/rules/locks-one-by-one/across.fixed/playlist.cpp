#include "playlist.h"

void Playlist::swapWith(Playlist &Other) {
  std::scoped_lock Both(M, Other.M);
  int Old = Songs;
  Songs = Other.Songs;
  Other.Songs = Old;
}
