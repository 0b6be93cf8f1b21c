// Child processes of a command: this same program with other arguments, or a script.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace sealcart::cli {

// Path of the running program.
std::string own_program();

// Starts PROGRAM with its arguments, standard input from /dev/null, standard output and error to the files `output` and
// `error` (added to; empty: as ours), in a process group that a Ctrl-C at the terminal does not reach. Throws Failure.
pid_t start(const std::string& program, const std::vector<std::string>& arguments, const std::string& output,
            const std::string& error = "");

// Waits for the end. Exit code, or 128 + signal.
int wait_for(pid_t pid);

// True while it runs; collects it when it has ended.
bool running(pid_t pid);

// Runs this program to its end, what it says going to the file `log`. Throws Failure, naming verb and log, unless it
// succeeds.
void run_verb(const std::vector<std::string>& arguments, const std::string& log);

}  // namespace sealcart::cli
