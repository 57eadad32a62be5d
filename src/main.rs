//! The command `lichain`: everything is in the library, so that tests and documents reach it.

fn main() -> std::process::ExitCode {
    lichain::cli::main()
}
