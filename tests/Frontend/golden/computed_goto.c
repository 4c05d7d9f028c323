// Labels as values: a jump may go to every label whose address is taken.
int run(const unsigned char *Code) {
  static void *Table[] = {&&Add, &&Sub, &&Halt};
  int Value = 0;
  goto *Table[*Code++];
Add:
  Value += 1;
  goto *Table[*Code++];
Sub:
  Value -= 1;
  goto *Table[*Code++];
Halt:
  return Value;
}
void *local(int N) {
  void *Where = N ? &&One : &&Two;
  goto *Where;
One:
  return 0;
Two:
  return &Where;
}
