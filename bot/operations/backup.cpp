#include "bot/operations/backup.hpp"

#include "bot/operations/finding.hpp"

#include <fmt/format.h>

#include <ostream>

namespace peerbot::bot {

int back_up(const storage::database& from, const std::string& file, std::ostream& out)
{
    const auto done = from.back_up(file);
    out << fmt::format("Saved and checked: {}, {}, schema {}. Only you can read it.\n", file,
                       size_text(done.bytes), done.schema);
    return 0;
}

int restore(storage::database& to, const std::string& file, core::instant now, std::ostream& out)
{
    const auto done = to.restore(file, now);
    out << fmt::format("Restored {}, {}, schema {}.\n", file, size_text(done.from.bytes), done.from.schema);
    if (!done.old_one.empty()) {
        out << fmt::format("What was there before is kept as {}. Delete it when you are sure.\n",
                           done.old_one.string());
    }
    return 0;
}

} // namespace peerbot::bot
