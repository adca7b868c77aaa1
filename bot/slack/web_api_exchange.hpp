// One call of the Web API, for the files that make the calls.
#pragma once

#include "bot/slack/web_api.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace peerbot::bot::slack {

struct web_api::exchange
{
    call_result result;
    nlohmann::json answer;
    std::string scopes;
};

// Appends "key":value pairs to an object that is still open.
inline void add(std::string& body, std::string_view key, std::string_view json_value)
{
    body += body.empty() ? "{\"" : ",\"";
    body.append(key).append("\":").append(json_value);
}

} // namespace peerbot::bot::slack
