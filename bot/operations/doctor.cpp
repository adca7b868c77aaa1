#include "bot/operations/doctor.hpp"

#include <iterator>
#include <ostream>
#include <sstream>

namespace peerbot::bot {
namespace {

class report
{
  public:
    explicit report(std::ostream& out) : out_(out) {}

    // Shown at once: some checks take seconds.
    void add(const findings& some)
    {
        print(out_, some);
        out_.flush();
        failed_ = failed_ || any_failed(some);
    }
    int status() const { return failed_ ? 1 : 0; }

  private:
    std::ostream& out_;
    bool failed_ = false;
};

findings wrong_settings(const config::settings_error& wrong)
{
    findings found;
    std::istringstream sentences(wrong.what());
    for (std::string one; std::getline(sentences, one);)
        found.push_back({standing::failed, "settings", one});
    return found;
}

} // namespace

int doctor(const doctor_ports& ports, std::ostream& out)
{
    report all(out);
    try {
        const auto settings = ports.settings();
        all.add(check_settings(settings));
        all.add(check_secret_files(settings));
        all.add(check_assists(settings));
        all.add(check_machine());
        const auto& file = settings.text("database");
        all.add(check_database(file, ports.database(file)->examine()));
        all.add(check_slack(settings, ports.clock));
        all.add(check_public_address(settings, ports.clock));
    } catch (const config::settings_error& wrong) {
        all.add(wrong_settings(wrong));
        all.add(check_machine());
    }
    return all.status();
}

} // namespace peerbot::bot
