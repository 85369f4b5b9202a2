//! `tm watch`: a process that is looked at while it runs.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use crate::support::{CLEAR_TEXT, Folder, RULE};

/// Far longer than it takes, so that a test that fails ends.
const PATIENCE: Duration = Duration::from_secs(120);

struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn new(folder: &Folder) -> Watch {
        Watch::of(folder, &[])
    }

    fn of(folder: &Folder, arguments: &[&str]) -> Watch {
        let mut command = folder.command(&[&["watch", "--today", "2026-07-01"], arguments].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = read(child.stdout.take().unwrap());
        Watch { child, lines }
    }

    /// The lines of one check: its last one sums up and says how long it took.
    fn check(&self) -> String {
        let mut text = String::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE).expect("a check in time");
            text.push_str(&line);
            text.push('\n');
            if line.ends_with(" ms") || line.ends_with(" s") {
                return text;
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn read(stdout: ChildStdout) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

#[test]
fn a_change_is_checked_again() {
    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let watch = Watch::new(&folder);
    assert!(watch.check().contains(RULE));
    folder.write("a.tm", CLEAR_TEXT.replace("none", "mtls"));
    assert!(!watch.check().contains(&format!("[{RULE}]")));
    folder.write("deep/b.tm", "servce cart\n");
    assert!(watch.check().contains("unknown-kind"));
    std::fs::remove_file(folder.path("deep/b.tm")).unwrap();
    assert!(!watch.check().contains("unknown-kind"));
    folder.write("tm.toml", "[project]\nname = 3\n");
    assert!(watch.check().contains("tm.toml"));
}

#[test]
fn packages_and_the_baseline_are_watched_as_well() {
    let manifest = "[project]\nname = \"shop\"\n[packages]\nplatform = \"../platform\"\n";
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("shop/tm.toml", manifest),
        ("shop/a.tm", CLEAR_TEXT),
        ("platform/tm.toml", "[project]\nname = \"acme\"\n"),
        ("platform/p.tm", ""),
    ]);
    let watch = Watch::of(&folder, &["shop"]);
    assert!(watch.check().contains(RULE));
    folder.write("platform/p.tm", "servce x\n");
    assert!(watch.check().contains("../platform/p.tm"));
    folder.write("platform/p.tm", "");
    assert!(!watch.check().contains("../platform/p.tm"));
    folder.write("shop/b.json", "{\"version\":1,\"findings\":[]}");
    folder.write("shop/tm.toml", format!("{manifest}[check]\nbaseline = \"b.json\"\n"));
    assert!(watch.check().contains(&format!("[{RULE}]")));
    let known = format!("{{\"version\":1,\"findings\":[{{\"id\":\"{RULE}(shop.x)\",\"severity\":\"high\"}}]}}");
    folder.write("shop/b.json", known);
    assert!(watch.check().contains("1 in the baseline"));
}

#[test]
fn nothing_to_watch_is_3() {
    Folder::new(&[]).tm(&["watch", "nowhere"]).refuses("there is no file or folder `nowhere`");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_without_a_word() {
    use std::io::Read;

    use crate::bad_input::{ended_by, interrupt};

    let folder = Folder::project(&[("a.tm", CLEAR_TEXT)]);
    let mut watch = Watch::new(&folder);
    watch.check();
    let signal = interrupt(watch.child.id());
    let status = watch.child.wait().unwrap();
    assert!(ended_by(status, signal), "{status:?}");
    let mut err = String::new();
    watch.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(err, "");
}
