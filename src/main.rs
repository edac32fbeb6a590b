//! The `onrecord` command; everything happens in the library.

fn main() -> std::process::ExitCode {
    onrecord::cli::run()
}
