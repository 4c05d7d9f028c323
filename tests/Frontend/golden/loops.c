// Loops that count say what they count; others do not.
void use(int);
int more(void);
void up(int N) {
  for (int I = 0; I < N; ++I)
    use(I);
}
void down(int N) {
  for (int I = N; I >= 0; I -= 2)
    use(I);
}
void changed(int N) {
  for (int I = 0; I < N; ++I)
    if (more())
      I = 0;
}
void others(int N) {
  while (more())
    use(N);
  do {
    use(N);
    if (N == 2)
      continue;
  } while (more());
  for (;;)
    if (more())
      break;
}
