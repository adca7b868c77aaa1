#include "watch.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace peerbot::bench {
namespace {

double ticks_a_second()
{
    return static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double number_after(const std::string& file, std::string_view name)
{
    std::ifstream in(file);
    for (std::string word; in >> word;) {
        if (word != name) continue;
        double value = 0;
        in >> value;
        return value;
    }
    return 0;
}

// Fields 14 and 15 of /proc/PID/stat; the second field is a name that may hold anything.
double cpu_seconds(const std::string& folder)
{
    std::ifstream in(folder + "/stat");
    std::string line;
    std::getline(in, line);
    const auto name_ends = line.rfind(')');
    if (name_ends == std::string::npos) return 0;
    std::istringstream rest(line.substr(name_ends + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        rest >> skipped;
    double user = 0;
    double system = 0;
    rest >> user >> system;
    return (user + system) / ticks_a_second();
}

} // namespace

process_figures look_at(int process)
{
    process_figures seen;
    if (process <= 0) return seen;
    const auto folder = "/proc/" + std::to_string(process);
    seen.cpu_seconds = cpu_seconds(folder);
    seen.written_bytes = number_after(folder + "/io", "write_bytes:");
    seen.resident_mb = number_after(folder + "/status", "VmRSS:") / 1024;
    seen.most_resident_mb = number_after(folder + "/status", "VmHWM:") / 1024;
    std::ifstream children(folder + "/task/" + std::to_string(process) + "/children");
    for (int child = 0; children >> child;) {
        const auto more = look_at(child);
        seen.cpu_seconds += more.cpu_seconds;
        seen.written_bytes += more.written_bytes;
        seen.resident_mb += more.resident_mb;
        seen.most_resident_mb += more.most_resident_mb;
    }
    return seen;
}

machine_figures look_at_machine()
{
    std::ifstream in("/proc/stat");
    std::string name;
    double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft = 0, stolen = 0;
    in >> name >> user >> nice >> system >> idle >> waiting >> interrupts >> soft >> stolen;
    const auto busy = user + nice + system + interrupts + soft;
    const auto tick = ticks_a_second();
    return {busy / tick, stolen / tick, (busy + idle + waiting + stolen) / tick};
}

double own_cpu_seconds()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

} // namespace peerbot::bench
