# cmake -DFOLDER=docs/rules -DOUT=RulePages.inc -P EmbedPages.cmake
# Writes one initialiser {"id", "text"} per page.
file(GLOB Pages ${FOLDER}/*.md)
list(SORT Pages)
set(Text "")
foreach(Page IN LISTS Pages)
  get_filename_component(Id ${Page} NAME_WE)
  file(READ ${Page} Content)
  string(APPEND Text "{\"${Id}\", R\"heddle(${Content})heddle\"},\n")
endforeach()
file(WRITE ${OUT} "${Text}")
