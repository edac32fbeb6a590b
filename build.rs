//! Rebuilds the crate when a built-in rule file changes.
fn main() {
    println!("cargo:rerun-if-changed=rules");
}
