// What a check found, in a line: how it stands, what was found, and what to do.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace peerbot::bot {

enum class standing
{
    ok,
    warning, // works, but should be looked at
    failed,  // does not work like this
};

struct finding
{
    standing how = standing::ok;
    std::string about; // one or two words
    std::string text;  // whole sentences, or a short list of what was found
};

using findings = std::vector<finding>;

// "warning  clock: ...", one line each.
void print(std::ostream& to, const findings& all);
bool any_failed(const findings& all);

// "84 kB", "12.4 GB".
std::string size_text(std::uintmax_t bytes);

} // namespace peerbot::bot
