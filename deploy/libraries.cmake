# Every library from outside, linked statically: the release binary needs only libc, libm and the loader.
find_package(Boost 1.81 REQUIRED COMPONENTS headers)
find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(abseil_time REQUIRED absl_time)

if(NOT PEERBOT_SANITIZE AND NOT PEERBOT_FUZZ)
  add_link_options(-static-libstdc++ -static-libgcc)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_link_options(-s -Wl,--gc-sections)
endif()

function(peerbot_archive name)
  cmake_parse_arguments(archive "" "" "FILES;USES" ${ARGN})
  add_library(${name} INTERFACE)
  foreach(file ${archive_FILES})
    find_library(${name}_${file} NAMES lib${file}.a REQUIRED)
    target_link_libraries(${name} INTERFACE ${${name}_${file}})
  endforeach()
  target_link_libraries(${name} INTERFACE ${archive_USES})
endfunction()

peerbot_archive(library_openssl FILES ssl crypto USES Threads::Threads ${CMAKE_DL_LIBS})
peerbot_archive(library_sqlite FILES SQLiteCpp sqlite3 USES Threads::Threads m ${CMAKE_DL_LIBS})

# pkg-config knows the order in which Abseil's archives need each other.
set(abseil_files)
foreach(flag ${abseil_time_STATIC_LIBRARIES})
  if(flag MATCHES "^absl_")
    list(APPEND abseil_files ${flag})
  endif()
endforeach()
peerbot_archive(library_abseil FILES ${abseil_files} USES Threads::Threads)

add_library(library_json INTERFACE)
target_link_libraries(library_json INTERFACE nlohmann_json::nlohmann_json)
target_compile_definitions(library_json INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)

find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
pkg_check_modules(tomlplusplus REQUIRED tomlplusplus)

# Asio and Beast are compiled once, here; the definitions must be the same wherever their headers are seen.
file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/library/asio.cpp CONTENT "#include <boost/asio/impl/src.hpp>\n")
file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/library/asio_ssl.cpp CONTENT "#include <boost/asio/ssl/impl/src.hpp>\n")
file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/library/beast.cpp CONTENT "#include <boost/beast/src.hpp>\n")
add_library(library_beast STATIC
  ${PROJECT_BINARY_DIR}/library/asio.cpp
  ${PROJECT_BINARY_DIR}/library/asio_ssl.cpp
  ${PROJECT_BINARY_DIR}/library/beast.cpp)
target_compile_definitions(library_beast PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_compile_options(library_beast PRIVATE -w)
target_link_libraries(library_beast PUBLIC Boost::headers library_openssl Threads::Threads)

# So is spdlog: by its headers alone each file that logs would take the compiler ten times as long.
file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/library/spdlog.cpp CONTENT "\
#include <mutex>
#include <spdlog/common-inl.h>
#include <spdlog/details/backtracer-inl.h>
#include <spdlog/details/log_msg-inl.h>
#include <spdlog/details/log_msg_buffer-inl.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/details/os-inl.h>
#include <spdlog/details/periodic_worker-inl.h>
#include <spdlog/details/registry-inl.h>
#include <spdlog/logger-inl.h>
#include <spdlog/pattern_formatter-inl.h>
#include <spdlog/sinks/ansicolor_sink-inl.h>
#include <spdlog/sinks/base_sink-inl.h>
#include <spdlog/sinks/sink-inl.h>
#include <spdlog/spdlog-inl.h>
template class spdlog::sinks::base_sink<std::mutex>;
template class spdlog::sinks::base_sink<spdlog::details::null_mutex>;
template class spdlog::sinks::ansicolor_sink<spdlog::details::console_mutex>;
template class spdlog::sinks::ansicolor_stdout_sink<spdlog::details::console_mutex>;
")
add_library(library_spdlog STATIC ${PROJECT_BINARY_DIR}/library/spdlog.cpp)
target_compile_definitions(library_spdlog PUBLIC SPDLOG_COMPILED_LIB SPDLOG_FMT_EXTERNAL_HO)
target_compile_options(library_spdlog PRIVATE -w)
target_link_libraries(library_spdlog PUBLIC fmt::fmt-header-only Threads::Threads)
