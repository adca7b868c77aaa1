// Typed text made ordinary: what phones and copying put into it never decides whether it is understood.
#pragma once

#include "core/words/utf8.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace peerbot::core {

// For the words of a command. Curly quotes and dashes become ' " -, every kind of white space one space,
// invisible and control characters vanish, invalid bytes become U+FFFD. Valid UTF-8, trimmed, the same when
// done twice.
std::string plain_words(std::string_view utf8);

// For titles that are kept and shown. As above, but quotes, dashes and the joiners and variation selectors of
// emoji and of Persian stay; characters that turn the direction of text are left out (Unicode TR36, 3.2). At
// most max_code_points long; empty when nothing in it could be seen.
std::string clean_text(std::string_view utf8, std::size_t max_code_points);

} // namespace peerbot::core
