#include "driver.hpp"

#include <algorithm>
#include <sstream>

namespace peerbot::bench {
namespace {

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') out += '\\';
        out += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
    }
    return out + '"';
}

} // namespace

std::string as_json(const options& given, const measured& seen)
{
    const auto answers = static_cast<double>(std::max<std::uint64_t>(seen.answered, 1));
    const auto cpu = seen.after.cpu_seconds - seen.before.cpu_seconds;
    std::ostringstream out;
    out << "{\"connections\":" << given.connections << ",\"rate\":" << given.rate
        << ",\"answers_s\":" << static_cast<double>(seen.answered) / seen.seconds
        << ",\"answered\":" << seen.answered << ",\"good\":" << seen.good
        << ",\"unanswered\":" << seen.unanswered << ",\"p50_ms\":" << seen.latency.quantile_ms(0.5)
        << ",\"p99_ms\":" << seen.latency.quantile_ms(0.99)
        << ",\"p999_ms\":" << seen.latency.quantile_ms(0.999) << ",\"max_ms\":" << seen.latency.longest_ms()
        << ",\"behind_p99_ms\":" << seen.behind.quantile_ms(0.99)
        << ",\"answer_bytes\":" << static_cast<double>(seen.answer_bytes) / answers
        << ",\"cpu_us\":" << cpu * 1e6 / answers << ",\"server_cpu\":" << cpu / seen.seconds
        << ",\"written_bytes\":" << (seen.after.written_bytes - seen.before.written_bytes) / answers
        << ",\"resident_mb\":" << seen.after.resident_mb
        << ",\"most_resident_mb\":" << seen.after.most_resident_mb << ",\"own_cpu\":" << seen.own_cpu
        << ",\"other_cpu\":" << seen.other_cpu << ",\"stolen\":" << seen.stolen << ",\"bad\":{";
    std::string_view between;
    for (const auto& [why, count] : seen.bad) {
        out << between << quoted(why) << ":" << count;
        between = ",";
    }
    out << "},\"first_bad\":" << quoted(seen.first_bad) << "}";
    return out.str();
}

} // namespace peerbot::bench
