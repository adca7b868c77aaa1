// What went wrong in SQLite, with the name of the statement that met it.
#pragma once

#include <stdexcept>
#include <string>

namespace peerbot::storage::sqlite {

enum class error_kind
{
    refused,   // a constraint of the schema said no
    busy,      // another process holds the file
    full,      // no space left
    disk,      // reading or writing failed
    read_only, // changing something where only looking is allowed
    damaged,   // not a database, or a broken one
    other,
};

class error : public std::runtime_error
{
  public:
    // `code` is an extended result code, https://www.sqlite.org/rescode.html
    error(int code, const std::string& name, const std::string& message);

    error_kind kind() const { return kind_; }
    int code() const { return code_; }
    const std::string& name() const { return name_; }

  private:
    error_kind kind_;
    int code_;
    std::string name_;
};

} // namespace peerbot::storage::sqlite
