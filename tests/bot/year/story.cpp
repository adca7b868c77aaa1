#include "tests/bot/year/story.hpp"

#include "tests/bot/year/habits.hpp"
#include "tests/support/group.hpp"

namespace peerbot::tests {
namespace {

void meet_everybody(lived_workspace& here)
{
    for (const auto* person : {"ana", "ben", "eva", "jon", "uma"})
        here.meet(person, "Europe/London");
    here.meet("cleo", "Europe/Berlin");
    for (const auto* person : {"dan", "gia", "hugo"})
        here.meet(person, "America/New_York");
    here.meet("iris", "America/Chicago");
    here.meet("lee", "America/Sao_Paulo");
    for (const auto* person : {"mia", "pia"})
        here.meet(person, "Australia/Lord_Howe");
    here.meet("noa", "Australia/Sydney");
    here.meet("ola", "Australia/Brisbane");
    here.meet("quin", "Pacific/Auckland");
    for (const auto* person : {"raj", "sita", "tara"})
        here.meet(person, "Asia/Kathmandu");
    here.meet("vik", "Asia/Kolkata");
}

// What happens in one channel, each line at a time of the person's own clock.
class channel_story
{
  public:
    channel_story(lived_workspace& here, std::string channel) : here_(here), channel_(std::move(channel)) {}

    void types(const std::string& when, const std::string& person, const std::string& line)
    {
        here_.types(here_.at(when, person), person, channel_, line);
    }
    void presses(const std::string& when, const std::string& person, const std::string& button)
    {
        here_.presses(here_.at(when, person), person, button);
    }
    void begins(const std::string& facilitator, const std::string& setup,
                const std::vector<std::string>& others)
    {
        types("2027-01-04 09:30", facilitator, setup);
        for (const auto& one : others)
            types("2027-01-05 09:30", one, "/peer join");
    }
    void votes(const std::string& day, const std::string& facilitator, const std::vector<std::string>& titles,
               const std::string& opening)
    {
        for (const auto& title : titles)
            types(day + " 10:00", facilitator, "/vote propose " + title);
        types(day + " 10:10", facilitator, opening);
    }

  private:
    lived_workspace& here_;
    std::string channel_;
};

void live_sound(channel_story sound)
{
    sound.begins("ana", "/peer setup second Tuesday 15:00 Europe/London",
                 {"ben", "cleo", "dan", "eva", "vik"});
    sound.types("2027-01-05 14:00", "ana", "/peer facilitator @ben");
    sound.types("2027-01-05 14:10", "ana", "/peer settings holidays 2027-12-13..2028-01-02");
    sound.votes(
        "2027-01-06", "ana",
        {"Cleaning up noise", "Recording in the field", "Interviewing over the phone", "Mixing speech"},
        "/vote open 3d");
    // Ana was quicker.
    sound.presses("2027-01-13 14:00", "ben", "It was held");
    // Cleo and Ben are away, so Ana chooses for the session in March.
    sound.presses("2027-03-02 16:00", "ana", "Take the backup");
    sound.presses("2027-03-12 10:00", "dan", "Fewer like this");
    sound.types("2027-03-24 11:00", "cleo", "/rotation swap 4 @dan");
    sound.presses("2027-03-25 10:00", "dan", "Yes, I will");
    sound.types("2027-04-26 12:00", "eva", "/rotation offer 5");
    sound.presses("2027-04-27 11:00", "vik", "I will lead it");
    sound.types("2027-05-19 09:30", "cleo", "/rotation skip");
    sound.types("2027-06-30 10:00", "ben", "/rotation cancel 7 Everybody is at the conference");
    sound.types("2027-07-20 10:00", "vik", "/peer pause until 2027-09-20");
    // Nobody books the session in September before October.
    sound.types("2027-10-04 10:00", "ana", "/rotation held 9");
    sound.types("2027-10-05 10:00", "cleo", "/peer leave aloud");
    sound.types("2027-10-20 10:00", "ana", "/vote open 1w ranked anonymous");
}

void live_maps(channel_story maps)
{
    maps.begins("gia", "/peer setup last Thursday 12:00 America/New_York",
                {"hugo", "iris", "jon", "dan", "lee"});
    maps.types("2027-01-05 10:00", "gia", "/peer settings holidays 2027-11-25..2027-11-28");
    maps.types("2027-01-05 10:10", "gia", "/peer settings link https://meet.example.org/maps");
    maps.votes("2027-02-08", "gia", {"Projections", "Scale", "Colours for everybody", "Old maps", "Contours"},
               "/vote open 5d budget");
    maps.presses("2027-02-22 13:00", "gia", "Snooze a day");
    maps.types("2027-04-12 10:00", "gia", "/rotation move 4 2027-04-30 13:00");
    // Iris is asked as backup for Dan and says yes.
    maps.presses("2027-05-17 12:00", "iris", "I will lead");
    // Nobody answers in August, and Gia wants a week more.
    maps.presses("2027-08-19 14:00", "gia", "A week later");
    maps.types("2027-09-13 10:00", "lee", "/peer leave");
}

void live_surf(channel_story surf)
{
    surf.begins("mia", "/peer setup every 4 weeks on Wednesday 10:00 Australia/Lord_Howe",
                {"noa", "ola", "pia", "quin"});
    // Noa is away in February; what is offered to everybody is taken by Ola.
    surf.presses("2027-02-18 11:00", "ola", "I will lead it");
    // Ola is away in April, and so are the others: a peer assist instead.
    surf.presses("2027-04-21 14:00", "mia", "Something else instead");
    surf.presses("2027-04-21 14:05", "mia", "A peer assist");
    surf.types("2027-08-02 10:00", "mia", "/peer leave aloud");
    surf.presses("2027-08-03 10:00", "pia", "I will do it");
}

void live_tea(channel_story tea)
{
    tea.begins("raj", "/peer setup monthly on the 15th 17:00 Asia/Kathmandu",
               {"sita", "tara", "uma", "eva", "vik"});
    tea.presses("2027-02-18 11:00", "eva", "Done");
    tea.presses("2027-04-19 10:00", "sita", "Snooze a day");
    tea.types("2027-02-20 10:00", "uma", "/peer pause until 2027-04-01");
    // Tara is away until August. Raj asks how it is going.
    tea.presses("2027-07-01 11:00", "raj", "Ask how it is going");
    tea.presses("2027-07-02 12:00", "tara", "I am still here");
    tea.types("2027-06-21 11:00", "raj", "/peer settings time 16:00");
    tea.presses("2027-06-21 11:05", "raj", "Move them");
}

std::vector<silence> silences(const lived_workspace& here)
{
    const auto away = [&](const std::string& person, const std::string& from, const std::string& until) {
        return silence{person, {here.at(from + " 00:00", person), here.at(until + " 00:00", person)}};
    };
    return {away("cleo", "2027-01-11", "2027-03-20"), away("ben", "2027-02-24", "2027-03-03"),
            away("ana", "2027-09-14", "2027-10-04"),  away("ben", "2027-09-14", "2027-10-04"),
            away("dan", "2027-05-06", "2027-05-31"),  away("noa", "2027-02-10", "2027-03-10"),
            away("jon", "2027-08-05", "2027-08-20"),  away("lee", "2027-08-05", "2027-08-20"),
            away("pia", "2027-04-07", "2027-04-22"),  away("tara", "2027-03-20", "2027-08-09")};
}

} // namespace

void begin_year(lived_workspace& here)
{
    meet_everybody(here);
    live_sound({here, "sound"});
    live_maps({here, "maps"});
    live_surf({here, "surf"});
    live_tea({here, "tea"});
    follow_habits(here, silences(here));
}

core::instant end_of_year()
{
    return test::at("2028-02-01 00:00");
}

} // namespace peerbot::tests
