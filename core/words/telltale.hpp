// Words in a text that may tell who, where or how much it is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace peerbot::core {

// By plain looks, each once, in order: words with a capital that do not begin a sentence, one after the other
// taken together ("Lake Victoria Hospital", "the University of Accra"), words in capitals ("WHO"), everything
// with a digit in it ("4,000", "B12"), addresses and mentions. Finds too much rather than too little; of
// languages that write nouns with capitals much too much.
std::vector<std::string> telltale_words(std::string_view text);

// The text with these words left out, whatever their case, each as "[...]". Only whole words.
std::string without_words(std::string_view text, const std::vector<std::string>& left_out);

} // namespace peerbot::core
