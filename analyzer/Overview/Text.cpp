//===- Text.cpp - Threads and locks as text -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Overview/Overview.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

using namespace heddle;

namespace {

/// Names, so that nobody has to read a list of a hundred.
std::string some(llvm::ArrayRef<std::string> Names) {
  constexpr size_t Most = 6;
  std::string Text;
  for (size_t I = 0; I < std::min(Names.size(), Most); ++I)
    Text += (I ? ", '" : "'") + Names[I] + "'";
  if (Names.size() > Most)
    Text += " and " + std::to_string(Names.size() - Most) + " more";
  return Text;
}

std::string place(const SourceSpan &At) {
  return At.Line ? At.File + ":" + std::to_string(At.Line) : "";
}

std::string count(size_t N, llvm::StringRef What) {
  return std::to_string(N) + " " + What.str() + (N == 1 ? "" : "s");
}

std::string inWords(std::optional<Confidence> Race, llvm::StringRef Before) {
  if (!Race)
    return "";
  return (Before +
          (*Race == Confidence::Possible ? "perhaps a race" : "a race"))
      .str();
}

class TreeWriter {
public:
  TreeWriter(const ThreadTree &Tree, llvm::raw_ostream &OS)
      : Tree(Tree), OS(OS) {}

  void run() {
    OS << Tree.Program << ": " << count(Tree.Nodes.size(), "thread") << "\n\n";
    for (uint32_t Root : Tree.Roots) {
      write(Root, "", "");
      OS << '\n';
    }
  }

private:
  void write(uint32_t Id, const std::string &First, const std::string &Next) {
    const ThreadNode &N = Tree.Nodes[Id];
    const bool Leaf = N.Children.empty();
    OS << First << N.Name;
    if (N.Alike > 1)
      OS << " (" << N.Alike << " alike)";
    if (!N.Many.empty())
      OS << " × many (" << N.Many << ")";
    if (N.Kind.empty())
      OS << (N.Entry.Line ? "  " + place(N.Entry) : "");
    OS << '\n';
    const std::string Below = Next + (Leaf ? "   " : "│  ");
    if (!N.StartedBy.empty())
      writeLife(N, Below);
    writeUses(N, Below);
    for (size_t I = 0; I < N.Children.size(); ++I) {
      const bool Last = I + 1 == N.Children.size();
      OS << Next << "│\n";
      write(N.Children[I], Next + (Last ? "└─ " : "├─ "),
            Next + (Last ? "   " : "│  "));
    }
  }

  void writeLife(const ThreadNode &N, const std::string &Below) {
    OS << Below << N.Kind << " started at " << place(N.StartedBy.back().Call);
    // Through which functions, if not by the parent's own.
    if (N.StartedBy.size() > 2) {
      OS << ", by way of ";
      for (size_t I = 1; I + 1 < N.StartedBy.size(); ++I)
        OS << (I > 1 ? " > " : "") << N.StartedBy[I].Function;
    }
    OS << '\n' << Below;
    switch (N.End) {
    case ThreadEnd::Joined:
      if (N.Joins.empty())
        OS << "ends with its team\n";
      else
        writeJoins(N);
      break;
    case ThreadEnd::Detached:
      OS << "detached: nobody waits for its end\n";
      break;
    case ThreadEnd::Unjoined:
      OS << "never joined\n";
      break;
    case ThreadEnd::Handler:
      OS << "a signal handler\n";
      break;
    case ThreadEnd::Root:
      break;
    }
  }

  void writeJoins(const ThreadNode &N) {
    constexpr size_t Most = 3;
    OS << "joined at ";
    for (size_t I = 0; I < std::min(N.Joins.size(), Most); ++I)
      OS << (I ? ", " : "") << place(N.Joins[I]);
    if (N.Joins.size() > Most)
      OS << " and " << N.Joins.size() - Most << " more places";
    OS << '\n';
  }

  void writeUses(const ThreadNode &N, const std::string &Below) {
    if (N.Uses.empty())
      return;
    OS << Below << "shares ";
    for (size_t I = 0; I < N.Uses.size(); ++I)
      OS << (I ? ", '" : "'") << N.Uses[I].Object << "'"
         << (N.Uses[I].Writes ? " (writes" : " (reads")
         << inWords(N.Uses[I].Race, ", ") << ')';
    OS << '\n';
  }

  const ThreadTree &Tree;
  llvm::raw_ostream &OS;
};

class MapWriter {
public:
  MapWriter(const LockMap &Map, llvm::raw_ostream &OS) : Map(Map), OS(OS) {}

  void run() {
    OS << Map.Program << ": " << count(Map.Locks.size(), "lock") << ", "
       << count(Map.Objects.size(), "object") << " that threads share\n\n";
    for (uint32_t I = 0; I < Map.Locks.size(); ++I)
      writeLock(I);
    writeUnlocked();
    writeOrder();
    if (Map.UnknownLocks)
      OS << "Not shown: " << count(Map.UnknownLocks, "place")
         << " where the lock that is taken could not be told.\n\n";
  }

private:
  static std::string declared(const std::string &Type, const SourceSpan &At) {
    std::string Text = Type;
    if (At.Line)
      Text += (Text.empty() ? "" : ", ") + place(At);
    return Text.empty() ? Text : "  (" + Text + ")";
  }

  void writeLock(uint32_t Id) {
    const LockNode &L = Map.Locks[Id];
    OS << "lock '" << L.Name << "'" << declared(L.Type, L.Declared) << '\n';
    if (!L.Taken.empty())
      OS << "  taken at " << count(L.Taken.size(), "place") << " ("
         << place(L.Taken.front()) << (L.Taken.size() > 1 ? ", …" : "")
         << "), by " << some(L.Threads) << '\n';
    bool Any = false;
    for (const LockCover &G : Map.Guards)
      if (G.Lock == Id) {
        writeGuarded(G);
        Any = true;
      }
    if (!Any)
      OS << "  no object that threads share is used under it\n";
    OS << '\n';
  }

  void writeGuarded(const LockCover &G) {
    const SharedThing &O = Map.Objects[G.Object];
    OS << "  guards '" << O.Name << "'" << declared(O.Type, O.Declared) << ": ";
    if (G.Holding == O.Accesses) {
      OS << "held at all " << O.Accesses << " accesses\n";
      return;
    }
    OS << "held at " << G.Holding << " of " << O.Accesses << " accesses"
       << inWords(O.Race, "; ") << '\n';
    constexpr size_t Most = 4;
    for (size_t I = 0; I < std::min(G.Without.size(), Most); ++I)
      OS << "    not where '" << G.Without[I].Thread
         << (G.Without[I].Writes ? "' writes, " : "' reads, ")
         << place(G.Without[I].At) << '\n';
    if (G.Without.size() > Most)
      OS << "    nor at " << G.Without.size() - Most << " more places\n";
  }

  void writeUnlocked() {
    std::vector<bool> Guarded(Map.Objects.size());
    for (const LockCover &G : Map.Guards)
      Guarded[G.Object] = true;
    bool Any = false;
    for (uint32_t I = 0; I < Map.Objects.size(); ++I) {
      const SharedThing &O = Map.Objects[I];
      if (Guarded[I])
        continue;
      if (!Any)
        OS << "shared without a lock\n";
      Any = true;
      OS << "  '" << O.Name << "'" << declared(O.Type, O.Declared) << ": ";
      if (O.Race)
        OS << "nothing keeps all its accesses apart" << inWords(O.Race, ", ")
           << '\n';
      else
        OS << "kept apart by " << llvm::join(O.KeptApartBy, "; ") << '\n';
    }
    if (Any)
      OS << '\n';
  }

  void writeOrder() {
    if (Map.Order.empty())
      return;
    OS << "order in which locks are taken\n";
    for (const LockStep &S : Map.Order)
      OS << "  '" << Map.Locks[S.From].Name << "', then '"
         << Map.Locks[S.To].Name << "'  " << place(S.At) << ", by "
         << some(S.Threads) << (S.InCycle ? "; part of a cycle" : "") << '\n';
    OS << '\n';
  }

  const LockMap &Map;
  llvm::raw_ostream &OS;
};

} // namespace

void heddle::writeThreads(const ThreadTree &Tree, llvm::raw_ostream &OS) {
  TreeWriter(Tree, OS).run();
}

void heddle::writeLocks(const LockMap &Map, llvm::raw_ostream &OS) {
  MapWriter(Map, OS).run();
}
