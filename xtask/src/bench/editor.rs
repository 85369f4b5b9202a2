//! What an editor waits for: `tm lsp` over standard input and output, with somebody typing.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::BufReader;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use clap::Args;
use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};

use super::process::peak_of;
use super::table::{Table, count, megabytes, milliseconds, or_nothing, seconds};
use super::{build, say};
use xtask::gen_model;

/// Only for what hangs.
const PATIENCE: Duration = Duration::from_secs(300);

/// Between two keys, and at the end of a line: enough for the check of the whole project to begin.
const KEY: Duration = Duration::from_millis(60);
const LINE: Duration = Duration::from_millis(600);

/// After the end of a line, nothing new for so long: all is said.
const QUIET: Duration = Duration::from_secs(3);

/// The document that is open.
const OPEN: &str = "ns-0.tm";

/// What is typed into a service, in one after the other; the first time does not count.
const TYPED: [(&str, &str); 3] = [
    ("a comment", "// note that\n"),
    ("an attribute", "peer-policy: allow-all\n"),
    ("a flow", "-> svc-7 { protocol: https }\n"),
];

/// How often each is typed and measured.
const TIMES: usize = 3;

#[derive(Args)]
pub struct Options {
    /// How many services the systems have
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "1000,10000")]
    #[arg(value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    sizes: Vec<u32>,
    /// Measure a build for debugging instead: to try this chore, never to quote
    #[arg(long)]
    debug: bool,
}

/// Builds, measures, and gives the table.
pub fn run(repository: &Path, options: &Options) -> Result<String, String> {
    let binaries = build(repository, options.debug)?;
    let tm = binaries.join(format!("tm{}", std::env::consts::EXE_SUFFIX));
    let mut starts =
        Table::new(["services", "diagnostics of the open document, s", "of the whole project, s", "memory, MB"]);
    let mut answers = Table::new(["services", "from a key to", "keys", "p50, ms", "p95, ms", "max, ms"]);
    for size in &options.sizes {
        let model = binaries.parent().unwrap_or(&binaries).join("bench").join(format!("model-{size}"));
        gen_model::run(*size, &model).map_err(|error| format!("`{}`: {error}", model.display()))?;
        say(&format!("typing in {size} services"));
        let measured = session(&tm, &model)?;
        let services = count(u64::from(*size));
        starts.row([
            services.clone(),
            seconds(measured.first),
            seconds(measured.whole),
            or_nothing(measured.peak.map(megabytes)),
        ]);
        let mut row = |what: &str, times: &[Duration]| {
            let shares = [50, 95, 100].map(|percent| milliseconds(share(times, percent)));
            let head = [services.clone(), what.to_owned(), count(times.len() as u64)];
            answers.row(head.into_iter().chain(shares));
        };
        let all: Vec<Duration> = measured.keys.iter().flatten().copied().collect();
        row("diagnostics of the document", &all);
        for ((kind, _), keys) in TYPED.iter().zip(&measured.keys) {
            row(&format!("the same, in {kind}"), keys);
        }
        row("the last word on it, after a line", &measured.lines);
        row("completions", &measured.completions);
    }
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let kind = if options.debug { "debug build: not to be quoted" } else { "release build" };
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(text, "{kind}, {threads} cores, {}\n\n{starts}\n{answers}", std::env::consts::OS);
    Ok(text.trim_end().to_owned())
}

#[derive(Default)]
struct Measured {
    /// From the start of the process to the diagnostics of the open document, and to those of all others.
    first: Duration,
    whole: Duration,
    /// From a key to the first diagnostics that count with it, by what is typed.
    keys: [Vec<Duration>; TYPED.len()],
    /// From the end of a line to the last diagnostics of the document that are others than before.
    lines: Vec<Duration>,
    completions: Vec<Duration>,
    peak: Option<u64>,
}

/// The time within which so many of a hundred are done.
fn share(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().unwrap_or_default()
}

fn session(tm: &Path, model: &Path) -> Result<Measured, String> {
    let model = model.canonicalize().map_err(|error| error.to_string())?;
    let mut measured = Measured::default();
    let started = Instant::now();
    let mut editor = Editor::start(tm)?;
    let folder = format!("file://{}", model.display());
    let folders = json!([{ "uri": folder, "name": "model" }]);
    let utf8 = json!({ "general": { "positionEncodings": ["utf-8"] } });
    editor.ask("initialize", json!({ "capabilities": utf8, "processId": null, "workspaceFolders": folders }))?;
    editor.tell("initialized", json!({}))?;
    let path = model.join(OPEN);
    let uri = format!("{folder}/{OPEN}");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{OPEN}: {error}"))?;
    let document = json!({ "uri": uri, "languageId": "tm", "version": 0, "text": text });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }))?;
    editor.published(0)?;
    measured.first = started.elapsed();
    while editor.others.is_none() {
        editor.until(|_| Some(()))?;
    }
    measured.whole = editor.others.unwrap_or(started).duration_since(started);
    editor.last(&uri, 0)?;

    let mut version = 0;
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let turns = (0..TIMES + 1).flat_map(|turn| TYPED.iter().enumerate().map(move |typed| (turn, typed)));
    for (at, (turn, (kind, (_, typed)))) in turns.enumerate() {
        let mut services = lines.iter().enumerate().filter(|(_, line)| line.contains(" service svc-")).cycle();
        let line = services.nth(at).ok_or("there is no service")?.0 + 1;
        let indent = lines.get(line).map_or(0, |next| next.len() - next.trim_start().len());
        for (character, key) in (0_u32..).zip(typed.chars()) {
            version += 1;
            // Editors indent a line when its first character is typed, as what stands around it is.
            let (column, key_text) = match character {
                0 => (0, format!("{}{key}", " ".repeat(indent))),
                _ => (indent as u32 + character, key.to_string()),
            };
            let at = json!({ "line": line, "character": column });
            let change = json!([{ "range": { "start": at, "end": at }, "text": key_text }]);
            let document = json!({ "uri": uri, "version": version });
            let began = Instant::now();
            editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }))?;
            let mut completed = None;
            if character % 4 == 3 {
                let at = json!({ "line": line, "character": column + 1 });
                editor.ask("textDocument/completion", json!({ "textDocument": { "uri": uri }, "position": at }))?;
                completed = Some(began.elapsed());
            }
            let answered = editor.published(version)?.duration_since(began);
            if turn > 0 {
                measured.keys.iter_mut().skip(kind).take(1).for_each(|keys| keys.push(answered));
                measured.completions.extend(completed);
            }
            if key != '\n' {
                std::thread::sleep(KEY);
                continue;
            }
            match turn {
                0 => std::thread::sleep(LINE),
                _ => measured
                    .lines
                    .push(editor.last(&uri, version)?.unwrap_or(began).duration_since(began).max(answered)),
            }
        }
        lines.insert(line, format!("{}{}", " ".repeat(indent), typed.trim_end()));
    }
    measured.peak = peak_of(editor.child.id());
    let shown = editor.shown(&uri);
    editor.ask("shutdown", Value::Null)?;
    editor.tell("exit", Value::Null)?;
    editor.child.wait().map_err(|error| error.to_string())?;

    let typed = lines.join("\n") + "\n";
    std::fs::write(&path, typed).map_err(|error| format!("{OPEN}: {error}"))?;
    let found = found(tm, &model);
    std::fs::write(&path, text).map_err(|error| format!("{OPEN}: {error}"))?;
    if found? != shown {
        return Err("what is shown in the end is not what a check finds".to_owned());
    }
    Ok(measured)
}

/// The findings of a check of what was typed, and their lines.
fn found(tm: &Path, model: &Path) -> Result<Vec<(String, u64)>, String> {
    let output = Command::new(tm).args(["check", "--format", "json"]).arg(model).output();
    let output = output.map_err(|error| format!("cannot run `{}`: {error}", tm.display()))?;
    let report: Value = serde_json::from_slice(&output.stdout).map_err(|error| format!("the check: {error}"))?;
    let here = report["findings"].as_array().into_iter().flatten().filter(|it| it["location"]["file"] == OPEN);
    let mut found: Vec<(String, u64)> = here
        .filter_map(|it| Some((it["id"].as_str()?.to_owned(), it["location"]["line"].as_u64()?.saturating_sub(1))))
        .collect();
    found.sort();
    Ok(found)
}

struct Editor {
    child: Child,
    to: ChildStdin,
    messages: Receiver<(Instant, Message)>,
    next: i32,
    /// What was published last of the document that is open, and when its versions were published first.
    shown: Option<Value>,
    published: BTreeMap<i64, Instant>,
    /// When the rest of the project came, before or after the open document: what is not open has no version.
    others: Option<Instant>,
}

impl Editor {
    fn start(tm: &Path) -> Result<Editor, String> {
        let mut command = Command::new(tm);
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("cannot run `{}`: {error}", tm.display()))?;
        let (to, from) = child.stdin.take().zip(child.stdout.take()).ok_or("nobody to talk to")?;
        let (send, messages) = channel();
        std::thread::spawn(move || {
            let mut from = BufReader::new(from);
            while let Ok(Some(message)) = Message::read(&mut from) {
                if send.send((Instant::now(), message)).is_err() {
                    break;
                }
            }
        });
        Ok(Editor { child, to, messages, next: 0, shown: None, published: BTreeMap::new(), others: None })
    }

    fn send(&mut self, message: Message) -> Result<(), String> {
        message.write(&mut self.to).map_err(|error| format!("the server is gone: {error}"))
    }

    fn tell(&mut self, method: &str, params: Value) -> Result<(), String> {
        self.send(Notification::new(method.to_owned(), params).into())
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<(), String> {
        self.next += 1;
        let id = self.next.into();
        self.send(Request::new(self.next.into(), method.to_owned(), params).into())?;
        self.until(|message| matches!(message, Message::Response(it) if it.id == id).then_some(()))
    }

    /// Waits for the diagnostics of the document that is open in a version; when they came first.
    fn published(&mut self, version: i32) -> Result<Instant, String> {
        // It may have come before the answer to something.
        loop {
            if let Some(at) = self.published.get(&version.into()) {
                return Ok(*at);
            }
            self.take(PATIENCE)?.ok_or("waited in vain")?;
        }
    }

    /// Waits until nothing is said any more; when the last diagnostics of a document in a version came.
    fn last(&mut self, uri: &str, version: i32) -> Result<Option<Instant>, String> {
        let mut last = None;
        while let Some((at, message)) = self.take(QUIET)? {
            if is_of(&message, uri, version) {
                last = Some(at);
            }
        }
        Ok(last)
    }

    /// The findings that are shown in a document, and their lines.
    fn shown(&self, uri: &str) -> Vec<(String, u64)> {
        let shown = self.shown.iter().filter(|params| params["uri"] == uri);
        let shown = shown.flat_map(|params| params["diagnostics"].as_array().into_iter().flatten());
        let mut shown: Vec<(String, u64)> = shown
            .filter_map(|it| Some((it["data"]["id"].as_str()?.to_owned(), it["range"]["start"]["line"].as_u64()?)))
            .collect();
        shown.sort();
        shown
    }

    fn until<T>(&mut self, is_it: impl Fn(&Message) -> Option<T>) -> Result<T, String> {
        loop {
            let (_, message) = self.take(PATIENCE)?.ok_or("waited in vain")?;
            if let Some(found) = is_it(&message) {
                return Ok(found);
            }
        }
    }

    /// The next message, and when it came; `None`: there is none for so long. Questions are answered.
    fn take(&mut self, patience: Duration) -> Result<Option<(Instant, Message)>, String> {
        let (at, message) = match self.messages.recv_timeout(patience) {
            Ok(next) => next,
            Err(RecvTimeoutError::Timeout) => return Ok(None),
            Err(RecvTimeoutError::Disconnected) => return Err("the server is gone".to_owned()),
        };
        match published(&message) {
            Some(params) if params["version"].is_null() => drop(self.others.get_or_insert(at)),
            Some(params) => {
                self.published.entry(params["version"].as_i64().unwrap_or_default()).or_insert(at);
                self.shown = Some(params.clone());
            }
            None => {}
        }
        if let Message::Request(request) = &message {
            self.send(Response::new_ok(request.id.clone(), Value::Null).into())?;
        }
        Ok(Some((at, message)))
    }
}

/// Whether that tells the diagnostics of a document in a version.
fn is_of(message: &Message, uri: &str, version: i32) -> bool {
    published(message).is_some_and(|params| params["uri"] == uri && params["version"] == version)
}

fn published(message: &Message) -> Option<&Value> {
    match message {
        Message::Notification(it) if it.method == "textDocument/publishDiagnostics" => Some(&it.params),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_slowest() {
        let times: Vec<Duration> = (1..=20).map(Duration::from_millis).collect();
        assert_eq!((share(&times, 50), share(&times, 95)), (Duration::from_millis(10), Duration::from_millis(19)));
        assert_eq!(share(&[], 95), Duration::ZERO);
    }
}
