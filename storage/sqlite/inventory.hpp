// Every table and every column, by what it holds of people: what may be exported, and what has to go when
// somebody is to be forgotten. A test compares it with the schema, so that no new table is left out.
#pragma once

#include <span>

namespace peerbot::storage::sqlite {

// The lists are names of columns, divided by spaces.
struct table_row
{
    const char* table;
    // Which rows belong to the group ?1; null for a table that is never exported.
    const char* of_group;
    const char* plain;         // numbers, states, times
    const char* people = "";   // users
    const char* words = "";    // what somebody wrote
    const char* links = "";    // the same, and it may only be an address or nothing
    const char* confided = ""; // what somebody wrote for a few eyes: never exported
    const char* hidden = "";   // never exported: secrets, and what only the program needs
    const char* only = "1";    // rows that may be exported
    const char* author = "0";  // rows whose words are the user ?1's
    const char* theirs = "0";  // rows that exist for the user ?1 alone and go with them
};

std::span<const table_row> inventory();

} // namespace peerbot::storage::sqlite
