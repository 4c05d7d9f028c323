// A small thread layer as many programs have one: start() keeps the function
// and its argument in a Job that the new thread frees. Both threads are started
// by the same line and run what they were given; each counts for itself, which
// is fine, and main adds up when both are done.
// expect-none
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  void (*Run)(int *);
  int *Count;
} Job;

static int Requests, Answers;

static void *enter(void *P) {
  Job *J = P;
  void (*Run)(int *) = J->Run;
  int *Count = J->Count;
  free(J);
  Run(Count);
  return NULL;
}

static pthread_t start(void (*Run)(int *), int *Count) {
  pthread_t Thread;
  Job *J = malloc(sizeof *J);
  if (!J)
    abort();
  J->Run = Run;
  J->Count = Count;
  if (pthread_create(&Thread, NULL, enter, J))
    abort();
  return Thread;
}

static void receive(int *Count) {
  for (int I = 0; I < 1000; ++I)
    ++*Count;
}

static void answer(int *Count) {
  for (int I = 0; I < 1000; ++I)
    ++*Count;
}

int main(void) {
  pthread_t Receiver = start(receive, &Requests);
  pthread_t Sender = start(answer, &Answers);
  pthread_join(Receiver, NULL);
  pthread_join(Sender, NULL);
  printf("%d + %d = %d\n", Requests, Answers, Requests + Answers);
}
