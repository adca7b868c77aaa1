// What /proc says about a process and about the machine.
#pragma once

#include <cstdint>

namespace peerbot::bench {

// Of a process and its children.
struct process_figures
{
    double cpu_seconds = 0;   // user and system, in ticks of 10 ms
    double written_bytes = 0; // sent to the disk, or to be
    double resident_mb = 0;
    double most_resident_mb = 0; // since it started
};

// Of all processors since the machine started, in seconds.
struct machine_figures
{
    double busy = 0;
    double stolen = 0; // by other guests of the same host
    double all = 0;
};

process_figures look_at(int process);
machine_figures look_at_machine();
double own_cpu_seconds();

} // namespace peerbot::bench
