# A layer is one folder of the house, built as one library. Its headers are reachable only through a
# link of its own, so a layer can include another only when it links it: the include rule is a build error.

function(peerbot_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
    -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 reports a false overlap for "text" + std::string, and coroutine frames as freed by the wrong delete.
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-mismatched-new-delete)
  endif()
endfunction()

# peerbot_expose(core core): "core/..." becomes includable for whoever links peerbot_core.
function(peerbot_expose target path)
  set(root ${PROJECT_BINARY_DIR}/include/${target})
  cmake_path(GET path PARENT_PATH parent)
  file(MAKE_DIRECTORY ${root}/${parent})
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${path} ${root}/${path} SYMBOLIC)
  target_include_directories(${target} PUBLIC ${root})
endfunction()

function(peerbot_layer target)
  cmake_parse_arguments(layer "" "" "EXCEPT" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  foreach(pattern ${layer_EXCEPT})
    list(FILTER sources EXCLUDE REGEX ${pattern})
  endforeach()
  add_library(${target} STATIC ${sources})
  peerbot_warnings(${target})
endfunction()
