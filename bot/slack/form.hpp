// application/x-www-form-urlencoded, strictly: what Slack sends is always well formed, so a broken escape
// means a broken request and the whole body is refused.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace peerbot::bot::slack {

enum class form_fault
{
    too_many_fields,
    broken_escape, // % that is not followed by two hex digits
    not_utf8,
};

class form
{
  public:
    using field = std::pair<std::string, std::string>;
    static constexpr std::size_t most_fields = 64;

    explicit form(std::vector<field> fields) : fields_(std::move(fields)) {}

    // In the order of the body; blank values are kept.
    const std::vector<field>& fields() const { return fields_; }
    // The first value of that name; empty when there is none.
    std::string_view value(std::string_view name) const;
    bool has(std::string_view name) const;
    // Values may hold NUL; whoever shows or stores them wants to know.
    bool has_nul() const;

  private:
    std::vector<field> fields_;
};

std::variant<form, form_fault> decode_form(std::string_view body);
std::string encode_form(const std::vector<form::field>& fields);

} // namespace peerbot::bot::slack
