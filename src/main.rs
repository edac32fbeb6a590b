//! The `onrecord` command; everything happens in the library.

/// Extraction makes many small strings; this allocator makes them in less time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    onrecord::cli::run()
}
