// Running named statements: values of core go in and come out, SQLite's exceptions end here.
#pragma once

#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/values.hpp"

#include <concepts>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace peerbot::storage::sqlite {

// One use of a statement: binds, steps, reads, and leaves it reset, since a half-read statement keeps its
// snapshot and blocks checkpoints. Throws error.
class query
{
  public:
    template <class... Values>
    query(connection& base, const sql& source, const Values&... values) : query(base.prepare(source))
    {
        expect_parameters(sizeof...(Values));
        int index = 0;
        (bind(++index, values), ...);
    }
    ~query();
    query(const query&) = delete;
    query& operator=(const query&) = delete;

    // Goes to the next row; false when there is none.
    bool next();
    // Steps to the end. Returns how many rows were changed.
    int finish();

    // The next column of the row, from left to right.
    template <class Value>
    Value take()
    {
        return column<Value>(column_++);
    }

  private:
    explicit query(prepared& used);
    void expect_parameters(std::size_t given) const;

    void put(int index, std::int64_t value);
    void put(int index, const std::string& value);
    void put_nothing(int index);

    template <class Value>
    void bind(int index, const Value& value)
    {
        put(index, stored<Value>::put(value));
    }
    template <class Value>
    void bind(int index, const std::optional<Value>& value)
    {
        if (value)
            bind(index, *value);
        else
            put_nothing(index);
    }
    // A row that is not stored yet, or that is not there, is NULL.
    template <class Tag>
    void bind(int index, const core::row_id<Tag>& id)
    {
        if (id)
            put(index, id.value);
        else
            put_nothing(index);
    }

    template <class Value>
    struct is_optional : std::false_type
    {};
    template <class Value>
    struct is_optional<std::optional<Value>> : std::true_type
    {};
    template <class Value>
    struct is_row_id : std::false_type
    {};
    template <class Tag>
    struct is_row_id<core::row_id<Tag>> : std::true_type
    {};

    template <class Value>
    Value column(int index)
    {
        if constexpr (is_optional<Value>::value) {
            if (is_null(index)) return {};
            return column<typename Value::value_type>(index);
        } else if constexpr (is_row_id<Value>::value) {
            if (is_null(index)) return {};
            return {number(index)};
        } else if constexpr (std::same_as<typename stored<Value>::column, std::int64_t>) {
            return stored<Value>::get(number(index));
        } else {
            return stored<Value>::get(text(index));
        }
    }
    bool is_null(int index) const;
    // Both throw when the column is of another type: SQLite would convert silently.
    std::int64_t number(int index) const;
    std::string text(int index) const;

    prepared& used_;
    int column_ = 0;
};

// Runs a statement that gives no rows. Returns how many rows it changed.
template <class... Values>
int change(connection& base, const sql& source, const Values&... values)
{
    return query(base, source, values...).finish();
}

// The same for a statement that names one row by its id. Throws std::logic_error when there is no such row.
template <class... Values>
void change_one(connection& base, const sql& source, const Values&... values)
{
    if (change(base, source, values...) != 1)
        throw std::logic_error(std::string(source.name) + " found no row to change");
}

// Runs an INSERT of one row. Returns the id it got.
template <class Id, class... Values>
Id insert(connection& base, const sql& source, const Values&... values)
{
    change_one(base, source, values...);
    return {base.last_id()};
}

// The first row as `read` makes it, if there is one.
template <class Read, class... Values>
auto first(connection& base, const sql& source, Read read, const Values&... values)
    -> std::optional<std::invoke_result_t<Read, query&>>
{
    query rows(base, source, values...);
    if (!rows.next()) return {};
    return std::invoke(read, rows);
}

template <class Read, class... Values>
auto every(connection& base, const sql& source, Read read, const Values&... values)
    -> std::vector<std::invoke_result_t<Read, query&>>
{
    std::vector<std::invoke_result_t<Read, query&>> found;
    query rows(base, source, values...);
    while (rows.next())
        found.push_back(std::invoke(read, rows));
    return found;
}

// For aggregates and RETURNING: the one row that is always there.
template <class Read, class... Values>
auto only(connection& base, const sql& source, Read read, const Values&... values)
    -> std::invoke_result_t<Read, query&>
{
    query rows(base, source, values...);
    if (!rows.next()) throw std::logic_error(std::string(source.name) + " gave no row");
    auto row = std::invoke(read, rows);
    rows.finish();
    return row;
}

// Reads a row of one column.
template <class Value>
Value single(query& row)
{
    return row.take<Value>();
}

} // namespace peerbot::storage::sqlite
