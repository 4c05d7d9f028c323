# cmake -DFOLDERS="a;b" -DOUT=f.inc -P DigestSources.cmake
# Writes one string literal: a digest of all sources below FOLDERS.
set(Text "")
foreach(Folder IN LISTS FOLDERS)
  file(GLOB_RECURSE Files RELATIVE ${Folder} ${Folder}/*.cpp ${Folder}/*.h)
  list(SORT Files)
  foreach(File IN LISTS Files)
    file(SHA256 ${Folder}/${File} Digest)
    string(APPEND Text "${File} ${Digest}\n")
  endforeach()
endforeach()
string(SHA256 Digest "${Text}")
file(WRITE ${OUT} "\"${Digest}\"\n")
