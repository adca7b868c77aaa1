// The log of one test, kept as lines instead of being written.
#pragma once

#include <memory>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sstream>
#include <string>
#include <vector>

namespace peerbot::tests {

class captured_log
{
  public:
    captured_log()
    {
        auto log = std::make_shared<spdlog::logger>("captured",
                                                    std::make_shared<spdlog::sinks::ostream_sink_mt>(text_));
        log->set_pattern("%l %v");
        log->set_level(spdlog::level::trace);
        spdlog::set_default_logger(std::move(log));
    }
    captured_log(const captured_log&) = delete;
    captured_log& operator=(const captured_log&) = delete;
    ~captured_log() { spdlog::set_default_logger(before_); }

    // To be called when nobody writes.
    std::string text() const { return text_.str(); }
    std::vector<std::string> lines() const
    {
        std::istringstream all(text_.str());
        std::vector<std::string> found;
        for (std::string line; std::getline(all, line);)
            found.push_back(line);
        return found;
    }

  private:
    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
    std::ostringstream text_;
};

} // namespace peerbot::tests
