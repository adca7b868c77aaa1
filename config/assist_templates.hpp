// Templates of peer assists: the files in config/assists, which are part of the program, and those in an
// operator's folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace peerbot::config {

// Words and numbers as they stand in the file; every word is one of those that the file format knows.
struct assist_phase
{
    std::string name;
    std::string speaks; // assistee, assisters, everybody, facilitator or nobody
    int minutes = 0;    // in a call
    int hours = 0;      // in writing, on working days
    std::string prompt;
    std::string form;   // what its form writes; empty when people talk
    std::string yields; // agreed question, choice or call; empty for nothing
    bool ends_by_time = false;
    bool ends_by_facilitator = false;
    bool ends_by_all = false;
    bool ends_by_assistee = false;
    bool optional = false;
    int words = 0;
    int each = 0;
    bool votes = false;
    bool anonymous = false;
    bool by_question = false;
    int seats = 0;
    int ideas_wait = 0;
    int midway = 0;
    int ask_experienced = 0;
    int offer_others = 0;
};

struct assist_template
{
    std::string name;
    std::string title;
    std::string about;
    std::vector<std::string> sources;
    int fewest = 3;
    int most = 12;
    bool facilitated = true;
    bool notes_thread = false;
    int turns = 1;
    int closing = 72;
    std::vector<int> follow_ups;
    std::vector<std::string> offers; // names of other templates
    int offers_line = 0;             // of the file
    std::vector<assist_phase> phases;
};

// `path` is only named in errors. Throws settings_error with the file, the line and what is wrong there.
assist_template read_assist_template(std::string_view text, const std::string& path);

// Those of the program; one of the folder with the same name stands instead, and others are added. An empty
// folder name means none. Throws settings_error for a folder or file that cannot be read, or that is wrong,
// for two files of the folder that have one name, for one that offers a template which is not there, and for
// more than 100 templates in all.
std::vector<assist_template> assist_templates(const std::string& folder);

} // namespace peerbot::config
