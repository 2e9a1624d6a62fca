//! Parses the command and runs it; no logic here.

use std::process::ExitCode;

fn main() -> ExitCode {
    undersigned::cli::main()
}
