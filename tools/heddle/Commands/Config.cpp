//===- Config.cpp - .heddle.yaml -----------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/Config.h"

#include "analyzer/Yaml/Tree.h"
#include "tools/heddle/Commands/Programs.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace heddle {

namespace {

cl::opt<std::string>
    ConfigFile("config", cl::value_desc("FILE"),
               cl::desc("Options in YAML (default: the nearest .heddle.yaml "
                        "upward from the first input; none: read none)"),
               cl::sub(CheckCommand), cl::sub(ConfirmCommand),
               cl::sub(ThreadsCommand), cl::sub(LocksCommand));

/// What a file may say: what belongs to a project. Where a report goes and how
/// it is coloured belongs to who asks.
constexpr llvm::StringRef Keys[] = {"rules",       "advice",  "specs",
                                    "third-party", "fail-on", "incomplete",
                                    "show",        "profile"};

std::string nearest(llvm::StringRef FirstInput) {
  llvm::SmallString<256> Path(FirstInput);
  if (fs::make_absolute(Path))
    return ""; // no current folder
  path::remove_dots(Path, /*remove_dot_dot=*/true);
  if (!fs::is_directory(Path))
    path::remove_filename(Path);
  for (llvm::StringRef Folder = Path; !Folder.empty();
       Folder = path::parent_path(Folder)) {
    llvm::SmallString<256> File(Folder);
    path::append(File, ".heddle.yaml");
    if (fs::exists(File))
      return File.str().str();
  }
  return "";
}

class Setter {
public:
  Setter(cl::SubCommand &Command, llvm::StringRef File, Complaints &Errors)
      : Options(cl::getRegisteredOptions(Command)),
        Folder(path::parent_path(File)), Errors(Errors) {}

  void set(llvm::StringRef Key, const YamlNode &Value) {
    auto Found = Options.find(Key);
    if (Found == Options.end() || Found->second->getNumOccurrences() != 0)
      return; // the command line has said it
    llvm::ArrayRef<YamlNode> Values(Value);
    if (Key == "rules" || Key == "specs" || Key == "third-party")
      Values = listItems(Value, Errors);
    for (const YamlNode &Item : Values) {
      std::optional<llvm::StringRef> Text = scalarText(Item, Errors);
      if (!Text)
        continue;
      // LLVM says on standard error what the option takes.
      if (Found->second->addOccurrence(0, Key, inFolder(Key, *Text)))
        Errors.add(Item, "'" + *Text + "' is no value for '" + Key + "'");
    }
  }

private:
  /// Files are named from where the configuration stands.
  std::string inFolder(llvm::StringRef Key, llvm::StringRef Text) const {
    llvm::StringRef Sign = "";
    if (Key == "rules") {
      // `@house.yaml`, `-@house.yaml`; `@cert-c` is no file.
      Sign = Text.take_while([](char C) { return C == '+' || C == '-'; });
      llvm::StringRef Rest = Text.drop_front(Sign.size());
      if (!Rest.consume_front("@") || !Rest.ends_with(".yaml"))
        return Text.str();
      return (Sign + "@" + inFolder("specs", Rest)).str();
    }
    if (Key != "specs" || path::is_absolute(Text))
      return Text.str();
    llvm::SmallString<256> Path(Folder);
    path::append(Path, Text);
    return Path.str().str();
  }

  llvm::DenseMap<llvm::StringRef, cl::Option *> &Options;
  llvm::StringRef Folder;
  Complaints &Errors;
};

} // namespace

llvm::Expected<std::string> applyConfig(cl::SubCommand &Command,
                                        llvm::StringRef FirstInput) {
  if (ConfigFile == "none")
    return "";
  const std::string File =
      ConfigFile.empty() ? nearest(FirstInput) : std::string(ConfigFile);
  if (File.empty())
    return "";
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return llvm::createStringError(Buffer.getError(),
                                   "cannot read " + File + ": " +
                                       Buffer.getError().message());
  Complaints Errors((*Buffer)->getBuffer(), File);
  Setter Options(Command, File, Errors);
  std::optional<YamlNode> Root = readYaml((*Buffer)->getBuffer(), File, Errors);
  if (Root && Root->K != YamlNode::Kind::Null)
    forEachKey(*Root, Keys, Errors,
               [&](llvm::StringRef Key, const YamlNode &Value) {
                 Options.set(Key, Value);
               });
  if (llvm::Error E = Errors.take())
    return std::move(E);
  return File;
}

} // namespace heddle
