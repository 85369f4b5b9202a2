//! A folder with a model in it, and the command run there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub const MANIFEST: &str = "[project]\nname = \"shop\"\n";

/// Two services that talk in clear text, which is [`RULE`].
pub const CLEAR_TEXT: &str = "\
service a {}
service b {}
flow x: a -> b { protocol: http  encryption: none }
";

pub const RULE: &str = "plaintext-service-traffic";

/// A brace is missing.
pub const BROKEN: &str = "service c {\n";

pub struct Folder {
    folder: TempDir,
}

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// A project with a `tm.toml`.
    pub fn project(files: &[(&str, &str)]) -> Folder {
        let folder = Folder::new(files);
        if !folder.path("tm.toml").exists() {
            folder.write("tm.toml", MANIFEST);
        }
        folder
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The command with these arguments, not yet run, in an environment that decides nothing.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tm"));
        command.current_dir(self.folder.path()).args(arguments);
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TM_STDLIB"] {
            command.env_remove(variable);
        }
        command
    }

    pub fn tm(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }
}

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        Ran {
            code: output.status.code().expect("not ended by a signal"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    #[track_caller]
    pub fn exits(self, code: i32) -> Ran {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// The command refused to work, and said so on standard error alone.
    #[track_caller]
    pub fn refuses(self, message: &str) -> Ran {
        let ran = self.exits(3);
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
        assert!(ran.err.contains(message), "{}", ran.err);
        assert_eq!(ran.out, "");
        ran
    }
}

/// The standard library of this repository.
pub fn stdlib() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stdlib")
}
