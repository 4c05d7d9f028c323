# How Heddle's targets are made: one library per room, one GoogleTest program
# per room. Layering is the DEPS of each call: a room can include only what it
# links. Only rooms marked CLANG may include clang/ headers.

add_library(heddle_options INTERFACE)
target_compile_features(heddle_options INTERFACE cxx_std_20)
target_compile_options(heddle_options INTERFACE
  -Wall -Wextra -Wno-unused-parameter -Wno-missing-designated-field-initializers -fno-exceptions
  # ccache can share a precompiled header only when it carries no time stamp.
  $<$<CXX_COMPILER_ID:Clang>:-Xclang$<SEMICOLON>-fno-pch-timestamp>)
target_include_directories(heddle_options INTERFACE ${PROJECT_SOURCE_DIR})
target_include_directories(heddle_options SYSTEM INTERFACE
  ${LLVM_INCLUDE_DIRS})
target_compile_definitions(heddle_options INTERFACE ${HEDDLE_LLVM_DEFINITIONS})

# The two precompiled headers: LLVM's support library, and Clang on top of it.
set(HEDDLE_PCH_LLVM ${PROJECT_SOURCE_DIR}/cmake/PchLlvm.h)
set(HEDDLE_PCH_CLANG ${PROJECT_SOURCE_DIR}/cmake/PchClang.h)
file(WRITE ${PROJECT_BINARY_DIR}/pch.cpp "")
foreach(Kind Llvm Clang)
  string(TOUPPER ${Kind} Upper)
  add_library(HeddlePch${Kind} OBJECT ${PROJECT_BINARY_DIR}/pch.cpp)
  target_link_libraries(HeddlePch${Kind} PRIVATE heddle_options)
  target_compile_options(HeddlePch${Kind} PRIVATE -fno-rtti)
  target_precompile_headers(HeddlePch${Kind} PRIVATE ${HEDDLE_PCH_${Upper}})
endforeach()
# A test is compiled as often as it is run: the optimizer would take longer than
# it saves. With GoogleTest, and for the options of such tests.
add_library(HeddlePchTest OBJECT ${PROJECT_BINARY_DIR}/pch.cpp)
target_link_libraries(HeddlePchTest PRIVATE heddle_options GTest::gtest)
target_compile_options(HeddlePchTest PRIVATE -fno-rtti -O0)
target_precompile_headers(HeddlePchTest PRIVATE ${HEDDLE_PCH_LLVM}
  ${PROJECT_SOURCE_DIR}/cmake/PchTest.h)

# heddle_room(NAME [CLANG] [DEPS lib...] [EXCLUDE regex])
# A static library of every .cpp below the current folder.
function(heddle_room NAME)
  cmake_parse_arguments(ARG "CLANG" "" "DEPS" ${ARGN})
  file(GLOB_RECURSE Sources CONFIGURE_DEPENDS *.cpp *.h)
  if(NOT Sources MATCHES "\\.cpp") # a room of headers only
    list(APPEND Sources ${PROJECT_BINARY_DIR}/pch.cpp)
  endif()
  add_library(${NAME} STATIC ${Sources})
  target_compile_options(${NAME} PRIVATE -fno-rtti)
  target_link_libraries(${NAME} PRIVATE heddle_options PUBLIC ${ARG_DEPS} LLVM)
  set_target_properties(${NAME} PROPERTIES LINKER_LANGUAGE CXX)
  if(ARG_CLANG)
    target_link_libraries(${NAME} PUBLIC clang-cpp)
    target_precompile_headers(${NAME} REUSE_FROM HeddlePchClang)
  else()
    target_precompile_headers(${NAME} REUSE_FROM HeddlePchLlvm)
  endif()
endfunction()

# heddle_test(NAME [OPTIMIZED] [DEPS lib...])
# A GoogleTest program of every .cpp in tests/NAME; each TEST is a CTest test.
# OPTIMIZED where the analyses run long: the linker takes an inline function's
# code from the test if that comes first.
function(heddle_test NAME)
  cmake_parse_arguments(ARG "OPTIMIZED" "" "DEPS" ${ARGN})
  file(GLOB Sources CONFIGURE_DEPENDS ${NAME}/*.cpp ${NAME}/*.h)
  if(NOT Sources)
    return()
  endif()
  add_executable(${NAME}Test ${Sources})
  target_compile_options(${NAME}Test PRIVATE -fno-rtti)
  target_link_libraries(${NAME}Test PRIVATE heddle_options ${ARG_DEPS}
    GTest::gtest GTest::gtest_main LLVM)
  if(ARG_OPTIMIZED)
    target_precompile_headers(${NAME}Test REUSE_FROM HeddlePchLlvm)
  else()
    target_compile_options(${NAME}Test PRIVATE -O0)
    target_precompile_headers(${NAME}Test REUSE_FROM HeddlePchTest)
  endif()
  target_compile_definitions(${NAME}Test PRIVATE
    HEDDLE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    HEDDLE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  gtest_discover_tests(${NAME}Test DISCOVERY_MODE PRE_TEST
    TEST_PREFIX "${NAME}." PROPERTIES TIMEOUT 600)
endfunction()
