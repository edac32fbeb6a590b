//! Folders, links, devices and files that are too large.

use super::*;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

fn write(folder: &Path, name: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, "{\"text\":\"On 3 May it rained.\"}").expect("written");
}

/// What is read from a folder: ids, and errors by their code, with paths from the folder on.
fn walked(folder: &Path) -> Vec<String> {
    let prefix = folder.to_string_lossy().into_owned() + "/";
    let show = |found: Result<Article, ReadError>| match found {
        Ok(article) => article.id.replace(&prefix, ""),
        Err(error) => format!("{} {}", error.path.replace(&prefix, ""), error.reason.code()),
    };
    read([folder, &folder.join("sub")], ReadOptions::default()).map(show).collect()
}

#[test]
fn folders_are_walked_in_order() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    for name in [
        "b.txt",
        "a.md",
        "A.TXT",
        "sub/x.jsonl",
        "sub.txt/in.html",
        ".hidden.txt",
        ".git/x.txt",
        "node_modules/x.txt",
        "left.txt",
        "a.pdf",
        "tab\there.txt",
        "x.txt.gz",
    ] {
        write(folder, name);
    }
    fs::write(folder.join(".gitignore"), "left*\n").expect("written");
    assert_eq!(
        walked(folder),
        ["A.TXT", "a.md", "b.txt", "sub/x.jsonl:1", "sub.txt/in.html", "tab\there.txt", "x.txt.gz"]
    );
    let texts = |paths: [&str; 2]| -> Vec<String> {
        read(paths.map(|path| folder.join(path)), ReadOptions::default())
            .flatten()
            .map(|article| article.id)
            .collect()
    };
    assert_eq!(texts(["b.txt", "a.md"]), texts(["a.md", "b.txt"]));
    let mut articles = read([folder], ReadOptions::default());
    assert_eq!(articles.by_ref().count(), 7);
    assert_eq!(articles.skipped().iter().collect::<Vec<_>>(), [(&"pdf".to_owned(), &1)]);
}

#[test]
fn links_devices_and_pipes_do_no_harm() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    write(folder, "sub/in.txt");
    symlink(".", folder.join("sub/self")).expect("linked");
    symlink("..", folder.join("sub/parent.txt")).expect("linked");
    symlink("loop_b.txt", folder.join("loop_a.txt")).expect("linked");
    symlink("loop_a.txt", folder.join("loop_b.txt")).expect("linked");
    symlink("nowhere", folder.join("dangling.txt")).expect("linked");
    symlink("/dev/zero", folder.join("zero.txt")).expect("linked");
    symlink("sub/in.txt", folder.join("link.txt")).expect("linked");
    let _socket = UnixListener::bind(folder.join("sock.txt")).expect("bound");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(folder.join("pipe.txt"))
            .status()
            .expect("run")
            .success()
    );
    let expected = [
        "dangling.txt not-found",
        "link.txt",
        "loop_a.txt link-loop",
        "loop_b.txt link-loop",
        "pipe.txt not-a-file",
        "sock.txt not-a-file",
        "sub/in.txt",
        "zero.txt not-a-file",
    ];
    assert_eq!(walked(folder), expected);
    for name in ["pipe.txt", "zero.txt", "loop_a.txt"] {
        assert!(read([folder.join(name)], ReadOptions::default()).all(|found| found.is_err()));
    }
}

#[test]
fn huge_sparse_files_are_refused_at_once() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("sparse.txt");
    fs::File::create(&path).expect("made").set_len(5 << 30).expect("grown");
    let found: Vec<_> = read([&path], ReadOptions::default()).collect();
    assert!(
        found[0].as_ref().is_err_and(|error| matches!(error.reason.code(), "too-large" | "binary"))
    );
}
