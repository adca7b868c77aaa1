#include "bot/log.hpp"

#include "bot/slack/json.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <mutex>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <string>
#include <utility>

namespace peerbot::bot {
namespace {

// The next `key=value` or `key="value"` of a line; empty at its end.
std::pair<std::string_view, std::string_view> next_field(std::string_view& line)
{
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return {"message", std::exchange(line, {})};
    const auto key = line.substr(0, equals);
    if (key.find(' ') != std::string_view::npos) return {"message", std::exchange(line, {})};
    line.remove_prefix(equals + 1);
    if (line.starts_with('"')) {
        // A quote ends the value only where the line or another field goes on.
        auto end = line.find("\" ", 1);
        if (end == std::string_view::npos) end = line.size() - 1;
        const auto value = line.substr(1, end - 1);
        line.remove_prefix(std::min(end + 1, line.size()));
        return {key, value};
    }
    const auto end = std::min(line.find(' '), line.size());
    const auto value = line.substr(0, end);
    line.remove_prefix(end);
    return {key, value};
}

class json_fields final : public spdlog::custom_flag_formatter
{
  public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& to) override
    {
        std::string_view line(message.payload.data(), message.payload.size());
        std::string text;
        while (!line.empty()) {
            const auto [key, value] = next_field(line);
            if (value.empty() && key == "message") break;
            text += "," + slack::json_string(key) + ":" + slack::json_string(value);
        }
        to.append(text.data(), text.data() + text.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<json_fields>(); }
};

// An error of the system or of a library may hold line ends; an event is one line all the same.
class one_line final : public spdlog::custom_flag_formatter
{
  public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& to) override
    {
        std::string text(message.payload.data(), message.payload.size());
        std::replace_if(
            text.begin(), text.end(), [](unsigned char letter) { return letter < ' '; }, ' ');
        to.append(text.data(), text.data() + text.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<one_line>(); }
};

// Standard error. Of lines about requests there are thousands in a second: they wait for flush(), or for a
// line about something else, and are written together.
class standard_error final : public spdlog::sinks::base_sink<std::mutex>
{
  public:
    ~standard_error() override { standard_error::flush_(); }

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override
    {
        formatter_->format(message, waiting_);
        const std::string_view line(message.payload.data(), message.payload.size());
        if (!line.starts_with("event=request ") || waiting_.size() >= most_waiting) flush_();
    }
    void flush_() override
    {
        std::fwrite(waiting_.data(), 1, waiting_.size(), stderr);
        std::fflush(stderr);
        waiting_.clear();
    }

  private:
    static constexpr std::size_t most_waiting = std::size_t{16} * 1024;
    spdlog::memory_buf_t waiting_;
};

} // namespace

void set_up_log(std::string_view level, std::string_view format)
{
    auto log = std::make_shared<spdlog::logger>("peerbot", std::make_shared<standard_error>());
    auto shape = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    if (format == "json") {
        shape->add_flag<json_fields>('*').set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l"%*})");
    } else {
        shape->add_flag<one_line>('*').set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %-7l %*");
    }
    log->set_formatter(std::move(shape));
    spdlog::set_default_logger(std::move(log));
    set_log_level(level);
}

void write_out_log()
{
    spdlog::default_logger_raw()->flush();
}

void set_log_level(std::string_view level)
{
    spdlog::default_logger()->set_level(spdlog::level::from_str(std::string(level)));
}

} // namespace peerbot::bot
