// flags: -std=c17
// C11 _Atomic, __atomic and __sync builtins: the order is part of the access.
#include <stdatomic.h>
_Atomic int A;
int Plain;
int *_Atomic P;
atomic_flag Lock = ATOMIC_FLAG_INIT;
_Atomic struct Pair {
  int X, Y;
} S;
int operators(void) {
  A = 1;
  A += 2;
  A++;
  return A;
}
int functions(int *Expected) {
  atomic_store(&A, 3);
  atomic_store_explicit(&A, 4, memory_order_release);
  int R = atomic_load_explicit(&A, memory_order_acquire);
  R += atomic_fetch_add(&A, 5);
  R += atomic_exchange(&A, 6);
  R += atomic_compare_exchange_strong_explicit(
      &A, Expected, 7, memory_order_acq_rel, memory_order_relaxed);
  return R;
}
void flags(void) {
  while (atomic_flag_test_and_set_explicit(&Lock, memory_order_acquire))
    ;
  atomic_flag_clear(&Lock);
  atomic_thread_fence(memory_order_seq_cst);
  atomic_signal_fence(memory_order_acquire);
}
int gnu(int *Q, int N) {
  __atomic_store_n(Q, 1, __ATOMIC_RELEASE);
  __atomic_load(Q, &Plain, __ATOMIC_ACQUIRE);
  int R = __atomic_add_fetch(Q, 2, __ATOMIC_RELAXED);
  R += __atomic_fetch_and(Q, 3, N);
  R += __atomic_exchange_n(Q, 4, __ATOMIC_ACQ_REL);
  R += __atomic_compare_exchange_n(Q, &N, 5, 1, __ATOMIC_SEQ_CST,
                                   __ATOMIC_RELAXED);
  R += __atomic_test_and_set(Q, __ATOMIC_ACQUIRE);
  __atomic_clear(Q, __ATOMIC_RELEASE);
  return R;
}
int sync(int *Q) {
  int R = __sync_fetch_and_add(Q, 1) + __sync_sub_and_fetch(Q, 2);
  R += __sync_bool_compare_and_swap(Q, 3, 4);
  R += __sync_val_compare_and_swap(Q, 5, 6);
  R += __sync_lock_test_and_set(Q, 7);
  __sync_lock_release(Q);
  __sync_synchronize();
  return R;
}
void pointers(int *Q) {
  P = Q;
  P++;
  *P = 1;
  struct Pair Copy = S;
  S = Copy;
}
