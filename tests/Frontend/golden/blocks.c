// flags: -fblocks
// Apple's blocks are not followed: making one touches what it names.
int Global;
void later(void (^)(void));
void make(int N) {
  __block int Shared = N;
  later(^{
    Shared += Global;
  });
}
