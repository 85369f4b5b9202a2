//! The `git` command, asked so that nothing in the repository decides what it does.
//!
//! Names are looked up in the repository itself. Its objects are read through a git folder of our own, which holds nothing but
//! an empty configuration: no filter, hook, attribute, replacement or lazy fetch of the repository applies.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::RevisionError;
use crate::suggest::quoted;

/// What a caller's environment would have git look at or do.
const VARIABLES: [&str; 16] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
];

fn git() -> Command {
    let mut git = Command::new("git");
    for variable in VARIABLES {
        git.env_remove(variable);
    }
    let settings = [
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_ATTR_NOSYSTEM", "1"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        // No protocol: nothing is fetched.
        ("GIT_ALLOW_PROTOCOL", ""),
        ("LC_ALL", "C"),
    ];
    git.envs(settings).args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]);
    git.stdin(Stdio::null());
    git
}

/// A repository, seen from a folder in it.
pub(super) struct Repository<'a> {
    folder: &'a Path,
}

impl<'a> Repository<'a> {
    /// The repository around `folder`, and the way from its root to there.
    pub fn around(folder: &'a Path) -> Result<(Repository<'a>, PathBuf), RevisionError> {
        let repository = Repository { folder };
        let prefix = repository.ask(&["rev-parse", "--show-prefix"]).map_err(|error| match error {
            Failed::Git(said) if said.contains("dubious ownership") => RevisionError::new(
                "git does not trust this repository: it belongs to another user",
                "see `safe.directory` in the manual of git",
            ),
            Failed::Git(_) => RevisionError::new(
                format!("{} is in no git repository", quoted(&folder.to_string_lossy())),
                "there is nothing to compare with",
            ),
            Failed::Start(error) => error,
        })?;
        Ok((repository, path(&prefix)))
    }

    /// The commit that a caller calls `name`.
    pub fn commit(&self, name: &str) -> Result<String, RevisionError> {
        if name.is_empty() || name.starts_with('-') || name.contains('\0') {
            return Err(RevisionError::new(
                format!("{} cannot be a revision", quoted(name)),
                "name a branch, a tag or a commit",
            ));
        }
        self.id(&format!("{name}^{{commit}}")).map_err(|error| match error {
            Failed::Git(_) => RevisionError::new(format!("there is no revision {}", quoted(name)), self.missing(name)),
            Failed::Start(error) => error,
        })
    }

    /// Where the history of `commit` and of what is checked out parted.
    pub fn parted(&self, name: &str, commit: &str) -> Result<String, RevisionError> {
        let bases = self.ask(&["merge-base", commit, "HEAD"]);
        bases.map(|bases| line(&bases)).map_err(|error| match error {
            Failed::Git(_) => RevisionError::new(
                format!("{} and what is checked out share no history here", quoted(name)),
                self.missing(name),
            ),
            Failed::Start(error) => error,
        })
    }

    fn id(&self, name: &str) -> Result<String, Failed> {
        self.ask(&["rev-parse", "--verify", "--quiet", name]).map(|id| line(&id))
    }

    /// What to do where something of the history is not there.
    fn missing(&self, name: &str) -> String {
        let is_shallow = self.ask(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|said| line(&said) == "true");
        if is_shallow {
            "this clone is shallow: fetch the whole history (`fetch-depth: 0` of `actions/checkout`, `git fetch --unshallow`)"
                .to_owned()
        } else {
            format!("name a branch, a tag or a commit of this clone; `git fetch origin {name}` may bring it")
        }
    }

    /// Its objects, read through a git folder that is made in `place`.
    pub fn objects(&self, place: &Path, commit: &str) -> Result<Objects, RevisionError> {
        let failed = |error: Failed| match error {
            Failed::Git(said) => {
                RevisionError::new(format!("git cannot read the repository: {said}"), "see `git fsck`")
            }
            Failed::Start(error) => error,
        };
        let objects = self.ask(&["rev-parse", "--git-path", "objects"]).map_err(failed)?;
        let objects = self.folder.join(path(&objects));
        let objects = objects.canonicalize().unwrap_or(objects);
        let format = if commit.len() > 40 { "1\n[extensions]\n\tobjectformat = sha256" } else { "0" };
        let make = || {
            fs::create_dir_all(place.join("refs"))?;
            fs::create_dir_all(place.join("objects"))?;
            fs::write(place.join("HEAD"), "ref: refs/heads/none\n")?;
            fs::write(place.join("config"), format!("[core]\n\tbare = true\n\trepositoryformatversion = {format}\n"))
        };
        make()
            .map_err(|error| RevisionError::new(format!("cannot write to a temporary folder: {}", error.kind()), ""))?;
        Ok(Objects { place: place.to_path_buf(), objects })
    }

    fn ask(&self, arguments: &[&str]) -> Result<Vec<u8>, Failed> {
        answer(git().arg("-C").arg(self.folder).args(arguments))
    }
}

/// Why git gave no answer.
pub(super) enum Failed {
    /// It ran, and said this.
    Git(String),
    Start(RevisionError),
}

fn answer(command: &mut Command) -> Result<Vec<u8>, Failed> {
    let output = command.output().map_err(|error| Failed::Start(cannot_run(&error)))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Failed::Git(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

fn cannot_run(error: &std::io::Error) -> RevisionError {
    RevisionError::new(format!("cannot run `git`: {}", error.kind()), "it must be installed and on the path")
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// The path on the one line of an answer.
fn path(bytes: &[u8]) -> PathBuf {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// The objects of a repository, without the repository.
pub(super) struct Objects {
    place: PathBuf,
    objects: PathBuf,
}

/// A file in the tree of a commit.
pub(super) struct Entry {
    pub path: PathBuf,
    pub id: String,
    /// `None`: it is not in this clone.
    pub size: Option<u64>,
    pub is_link: bool,
}

impl Objects {
    fn git(&self) -> Command {
        let mut git = git();
        git.env("GIT_OBJECT_DIRECTORY", &self.objects).arg("--git-dir").arg(&self.place);
        git
    }

    /// Every file and symbolic link of a commit, in git's order.
    pub fn tree(&self, commit: &str) -> Result<Vec<Entry>, RevisionError> {
        let listed = answer(self.git().args(["ls-tree", "-r", "-z", "-l", "--full-tree", commit]));
        let listed = listed.map_err(|error| match error {
            Failed::Git(_) => incomplete(),
            Failed::Start(error) => error,
        })?;
        Ok(listed.split(|byte| *byte == 0).filter_map(entry).collect())
    }

    /// Contents, one after the other.
    pub fn reader(&self) -> Result<Contents, RevisionError> {
        let mut git = self.git();
        git.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = git.spawn().map_err(|error| cannot_run(&error))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(ask), Some(answers)) => Ok(Contents { child, ask: Some(ask), answers: BufReader::new(answers) }),
            _ => Err(incomplete()),
        }
    }
}

/// `<mode> SP <type> SP <id> SP+ <size> TAB <path>`; nothing for what is no file.
fn entry(listed: &[u8]) -> Option<Entry> {
    let tab = listed.iter().position(|byte| *byte == b'\t')?;
    let (head, name) = (listed.get(..tab)?, listed.get(tab + 1..)?);
    let head = std::str::from_utf8(head).ok()?;
    let mut words = head.split_ascii_whitespace();
    let (mode, sort, id, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
    (sort == "blob").then(|| Entry {
        path: path(name),
        id: id.to_owned(),
        size: size.parse().ok(),
        is_link: mode == "120000",
    })
}

pub(super) fn incomplete() -> RevisionError {
    RevisionError::new(
        "not everything of that revision is in this clone",
        "fetch it whole: without `--filter`, and without `--depth`",
    )
}

/// A running `git cat-file --batch`.
pub(super) struct Contents {
    child: Child,
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Contents {
    pub fn of(&mut self, entry: &Entry) -> Result<Vec<u8>, RevisionError> {
        self.read(entry).ok().flatten().ok_or_else(incomplete)
    }

    /// `<id> SP <type> SP <size> LF <contents> LF`, or `<id> SP missing LF`.
    fn read(&mut self, entry: &Entry) -> std::io::Result<Option<Vec<u8>>> {
        let Some(ask) = &mut self.ask else { return Ok(None) };
        writeln!(ask, "{}", entry.id)?;
        ask.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let Some(size) = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()) else {
            return Ok(None);
        };
        let mut contents = Vec::new();
        self.answers.by_ref().take(size).read_to_end(&mut contents)?;
        let mut end = [0];
        self.answers.read_exact(&mut end)?;
        Ok(Some(contents).filter(|contents| contents.len() as u64 == size))
    }
}

impl Drop for Contents {
    fn drop(&mut self) {
        // It ends with what it is asked.
        drop(self.ask.take());
        drop(self.child.wait());
    }
}
