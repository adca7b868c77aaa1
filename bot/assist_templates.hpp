// Templates of peer assists, from the words of their files to the values of core.
#pragma once

#include "config/assist_templates.hpp"
#include "core/assist/template.hpp"

#include <string>
#include <vector>

namespace peerbot::bot {

// Throws std::logic_error for a word that the reader of files should have refused.
core::assist_template assist_template_of(const config::assist_template& read);

// As a file would have it; read again, it is the same template.
std::string text_of(const core::assist_template& one);

// Those of the program and of an operator's folder. Throws config::settings_error.
std::vector<core::assist_template> load_assist_templates(const std::string& folder);

} // namespace peerbot::bot
