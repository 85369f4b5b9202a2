//! A Markdown file as a list of cases.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// One Markdown file.
pub struct Document {
    pub path: PathBuf,
    /// Relative to the folder of all of them.
    pub name: String,
    pub text: String,
    pub cases: Vec<Case>,
}

/// What stands under one heading.
#[derive(Default)]
pub struct Case {
    pub name: String,
    /// Of the heading, from 1.
    pub line: usize,
    pub files: Vec<File>,
    outputs: Vec<Expected>,
}

/// A file of a case.
pub struct File {
    pub sort: Sort,
    pub path: String,
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Text,
    /// `\xff` stands for a byte.
    Bytes,
    /// A symbolic link to what the text names.
    Link,
}

#[derive(Clone, Default)]
pub struct Expected {
    pub mode: Mode,
    pub text: String,
    /// Of the text in the document.
    pub range: Option<Range<usize>>,
}

/// What is shown, and how the project is judged for it.
#[derive(Clone, Default)]
pub struct Mode {
    /// `findings`, `questions`, `all`, `concise`, `test`; empty: only what is wrong with the sources.
    pub shown: String,
    pub select: Vec<String>,
    pub without: Vec<String>,
    pub today: Option<String>,
    /// Only diagnostics of these names; empty: all.
    pub only: Vec<String>,
}

impl Document {
    pub fn read(root: &Path, path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("a literate test can be read");
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        let cases = cases(&text, &name);
        Self { path, name, text, cases }
    }
}

impl Case {
    /// Without an `output` fence, that nothing is said.
    pub fn expected(&self) -> Vec<Expected> {
        if self.outputs.is_empty() { vec![Expected::default()] } else { self.outputs.clone() }
    }
}

fn cases(text: &str, document: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut fence: Option<(&str, usize)> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let Some(rest) = line.strip_prefix("```") else {
            if fence.is_none() && line.starts_with('#') {
                let name = line.trim_start_matches('#').trim().to_owned();
                assert!(cases.iter().all(|case| case.name != name), "{document}: two tests are called `{name}`");
                cases.push(Case { name, line: number + 1, ..Case::default() });
            }
            continue;
        };
        match fence.take() {
            None => fence = Some((rest.trim(), at)),
            Some((info, from)) => {
                let case = cases.last_mut().unwrap_or_else(|| panic!("{document}: a fence stands before any heading"));
                let body = text[from..start].to_owned();
                case.take(info, body, from..start, document);
            }
        }
    }
    assert!(fence.is_none(), "{document}: a fence is not closed");
    cases.retain(|case| !case.files.is_empty() || !case.outputs.is_empty());
    cases
}

impl Case {
    fn take(&mut self, info: &str, text: String, range: Range<usize>, document: &str) {
        let mut words = info.split_whitespace();
        let first = words.next().unwrap_or_default();
        let sort = match first {
            "output" => {
                let mode = mode(words, document);
                return self.outputs.push(Expected { mode, text, range: Some(range) });
            }
            "tm" | "toml" => Sort::Text,
            "bytes" => Sort::Bytes,
            "link" => Sort::Link,
            other => panic!("{document}: what is a fence `{other}`?"),
        };
        let path = words.next().unwrap_or("model.tm").to_owned();
        assert!(self.files.iter().all(|file| file.path != path), "{document}: {}: two files `{path}`", self.name);
        self.files.push(File { sort, path, text: if sort == Sort::Text { generated(&text) } else { text } });
    }
}

fn mode<'a>(words: impl Iterator<Item = &'a str>, document: &str) -> Mode {
    let mut mode = Mode::default();
    for word in words {
        let list = |text: &str| text.split(',').map(str::to_owned).collect();
        match word.split_once('=') {
            Some(("select", rules)) => mode.select = list(rules),
            Some(("without", assumptions)) => mode.without = list(assumptions),
            Some(("only", names)) => mode.only = list(names),
            Some(("today", date)) => mode.today = Some(date.to_owned()),
            None if ["findings", "questions", "all", "concise", "test"].contains(&word) => mode.shown = word.to_owned(),
            _ => panic!("{document}: what is `{word}` of an output?"),
        }
    }
    mode
}

/// Replaces each line `generate: "text" * 1000`.
fn generated(text: &str) -> String {
    if !text.contains("generate: ") {
        return text.to_owned();
    }
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("generate: ").and_then(|rest| rest.trim().rsplit_once(" * ")) {
            Some((quoted, count)) => {
                let piece: String = serde_json::from_str(quoted).expect("a quoted text to repeat");
                let count: usize = count.parse().expect("how often it is repeated");
                (0..count).for_each(|n| out.push_str(&piece.replace("{n}", &n.to_string())));
                out.push('\n');
            }
            None => out.push_str(line),
        }
    }
    out
}
