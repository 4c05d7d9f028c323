// Special members, comparisons and hashes that only containers use.
#include <any>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

int Live;

struct Counted {
  int *Slot = &Live;
  Counted() { ++*Slot; }
  Counted(const Counted &) { ++*Slot; }
  Counted(Counted &&) noexcept { ++*Slot; }
  Counted &operator=(const Counted &) = default;
  ~Counted() { --*Slot; }
};

// Copied, moved and destroyed implicitly: members the compiler writes.
struct Holder {
  Counted Inner;
  std::string Name;
};

template <class T> struct Node {
  T Value;
  template <class U>
    requires std::is_arithmetic_v<std::decay_t<U>>
  Node(U &&V) : Value(static_cast<T>(V)) {
    ++Live;
  }
  Node(const Node &O) : Value(O.Value) { ++Live; }
  ~Node() { --Live; }
  friend bool operator<(const Node &A, const Node &B) {
    ++Live;
    return A.Value < B.Value;
  }
  friend bool operator==(const Node &A, const Node &B) {
    return A.Value == B.Value;
  }
};

template <class T> struct Backwards {
  bool operator()(const T &A, const T &B) const {
    ++Live;
    return B < A;
  }
};

namespace std {
template <class T> struct hash<Node<T>> {
  size_t operator()(const Node<T> &N) const {
    ++Live;
    return hash<T>()(N.Value);
  }
};
} // namespace std

template <class T> struct Arena {
  using value_type = T;
  Arena() = default;
  template <class U> Arena(const Arena<U> &) { ++Live; }
  T *allocate(std::size_t N) {
    Live += int(N);
    return static_cast<T *>(::operator new(N * sizeof(T)));
  }
  void deallocate(T *P, std::size_t) {
    --Live;
    ::operator delete(P);
  }
  template <class U> bool operator==(const Arena<U> &) const { return true; }
};

template <class T> struct Closer {
  void operator()(T *P) const {
    --Live;
    delete P;
  }
};

template <class T> struct Animal {
  virtual T speak() const { return T(++Live); }
  virtual ~Animal() { --Live; }
};
template <class T>
struct Dog : Animal<T>, std::enable_shared_from_this<Dog<T>> {
  T speak() const override { return T(2); }
};

int main() {
  std::vector<Holder> Holders(3);
  Holders.push_back(Holder());
  Holders.insert(Holders.begin(), Holders.back());
  std::vector<Node<long>> Nodes;
  Nodes.emplace_back(3);
  auto Shared = std::make_shared<Node<short>>('c');
  auto Pooled = std::allocate_shared<Node<float>>(Arena<int>(), 1.5);
  auto Unique = std::make_unique<Dog<int>>();
  std::shared_ptr<Animal<long>> Pet = std::make_shared<Dog<long>>();
  Pet->speak();
  std::unique_ptr<Node<int>, Closer<Node<int>>> Owned(new Node<int>(1));
  std::map<Node<int>, int, Backwards<Node<int>>> Sorted;
  Sorted[4] = 5;
  std::set<Node<char>> Ordinary{Node<char>('x')};
  std::unordered_map<Node<int>, Holder> Hashed;
  Hashed[7].Name = "seven";
  std::priority_queue<int, std::vector<int>, Backwards<int>> Queue;
  Queue.push(3);
  std::list<int, Arena<int>> Listed{1, 2, 3};
  std::deque<Counted> Ends(2);
  Ends.pop_front();
  std::optional<Holder> Maybe;
  Maybe.emplace();
  std::any Anything = Node<int>(8);
  std::any_cast<Node<int>>(Anything);
  std::variant<int, Holder, Node<long>> Either = Holder();
  std::visit([](auto &&V) { Live += sizeof(V); }, Either);
  std::pair<Counted, Node<int>> Pair(std::piecewise_construct, std::tuple(),
                                     std::tuple(5));
  auto Copy = Pair;
  std::swap(Copy, Pair);
}
