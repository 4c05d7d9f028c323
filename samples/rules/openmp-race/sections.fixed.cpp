// Two parts of a report are made at the same time; the lines are counted when
// both are through.
// expect-none
#include <cstdio>
#include <string>

struct Report {
  int Lines = 0;
  std::string Head, Body;
};

static void fill(Report &R) {
#pragma omp parallel sections
  {
#pragma omp section
    {
      R.Head = "Results";
    }
#pragma omp section
    {
      R.Body = "All is well.";
    }
  }
  R.Lines += 2;
}

int main() {
  Report R;
  fill(R);
  std::printf("%s %s %d\n", R.Head.c_str(), R.Body.c_str(), R.Lines);
}
