# cmake -DPAGES=docs/rules/*.md -DOUT=RulePages.inc -P EmbedPages.cmake
# Writes one initialiser {"name", "text"} per file.
file(GLOB Pages ${PAGES})
list(SORT Pages)
set(Text "")
foreach(Page IN LISTS Pages)
  get_filename_component(Id ${Page} NAME_WE)
  file(READ ${Page} Content)
  string(APPEND Text "{\"${Id}\", R\"heddle(${Content})heddle\"},\n")
endforeach()
file(WRITE ${OUT} "${Text}")
