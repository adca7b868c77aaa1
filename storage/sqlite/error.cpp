#include "storage/sqlite/error.hpp"

#include <sqlite3.h>

namespace peerbot::storage::sqlite {
namespace {

error_kind kind_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return error_kind::refused;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_kind::busy;
    case SQLITE_FULL:
        return error_kind::full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return error_kind::disk;
    case SQLITE_READONLY:
        return error_kind::read_only;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return error_kind::damaged;
    default:
        return error_kind::other;
    }
}

} // namespace

error::error(int code, const std::string& name, const std::string& message)
    : std::runtime_error(name + ": " + message + " (" + std::to_string(code) + ")"),
      kind_(kind_of(code)),
      code_(code),
      name_(name)
{}

} // namespace peerbot::storage::sqlite
