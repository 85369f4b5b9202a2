//! What an editor waits for: `tm lsp` over standard input and output, with somebody typing.

use std::fmt::Write;
use std::io::BufReader;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
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

/// What is typed into a service, in one namespace after the other.
const TYPED: [&str; 3] = ["// note that\n", "peer-policy: allow-all\n", "-> svc-7 { protocol: https }\n"];

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
    let mut table = Table::new([
        "services",
        "keys",
        "first diagnostics, s",
        "whole project, s",
        "key to diagnostics, p50, ms",
        "p95, ms",
        "completion, p50, ms",
        "p95, ms",
        "memory, MB",
    ]);
    for size in &options.sizes {
        let model = binaries.parent().unwrap_or(&binaries).join("bench").join(format!("model-{size}"));
        gen_model::run(*size, &model).map_err(|error| format!("`{}`: {error}", model.display()))?;
        say(&format!("typing in {size} services"));
        let measured = session(&tm, &model)?;
        table.row([
            count(u64::from(*size)),
            count(measured.keys.len() as u64),
            seconds(measured.first),
            seconds(measured.whole),
            milliseconds(share(&measured.keys, 50)),
            milliseconds(share(&measured.keys, 95)),
            milliseconds(share(&measured.completions, 50)),
            milliseconds(share(&measured.completions, 95)),
            or_nothing(measured.peak.map(megabytes)),
        ]);
    }
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let kind = if options.debug { "debug build: not to be quoted" } else { "release build" };
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(text, "{kind}, {threads} cores, {}\n\n{table}", std::env::consts::OS);
    Ok(text.trim_end().to_owned())
}

struct Measured {
    /// From the start of the process to the diagnostics of the open document, and to those of all others.
    first: Duration,
    whole: Duration,
    keys: Vec<Duration>,
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
    let started = Instant::now();
    let mut editor = Editor::start(tm)?;
    let folder = format!("file://{}", model.display());
    let folders = json!([{ "uri": folder, "name": "model" }]);
    let utf8 = json!({ "general": { "positionEncodings": ["utf-8"] } });
    editor.ask("initialize", json!({ "capabilities": utf8, "processId": null, "workspaceFolders": folders }))?;
    editor.tell("initialized", json!({}))?;
    let path = "ns-0.tm";
    let uri = format!("{folder}/{path}");
    let text = std::fs::read_to_string(model.join(path)).map_err(|error| format!("{path}: {error}"))?;
    let document = json!({ "uri": uri, "languageId": "tm", "version": 0, "text": text });
    editor.tell("textDocument/didOpen", json!({ "textDocument": document }))?;
    editor.published(&uri, 0)?;
    let first = started.elapsed();
    while editor.others.is_none() {
        editor.until(|_| Some(()))?;
    }
    let whole = editor.others.unwrap_or(started).duration_since(started);

    let (mut keys, mut completions) = (Vec::new(), Vec::new());
    let mut version = 0;
    let services: Vec<usize> =
        text.lines().enumerate().filter(|(_, line)| line.contains(" service svc-")).map(|it| it.0).collect();
    // From below, so that the lines above stay where they are.
    for (line, typed) in services.iter().rev().zip(TYPED.iter().cycle()).take(9) {
        for (character, key) in (0_u32..).zip(typed.chars()) {
            version += 1;
            let at = json!({ "line": line + 1, "character": character });
            let change = json!([{ "range": { "start": at, "end": at }, "text": key.to_string() }]);
            let document = json!({ "uri": uri, "version": version });
            let began = Instant::now();
            editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": change }))?;
            if character % 4 == 3 {
                let at = json!({ "line": line + 1, "character": character + 1 });
                editor.ask("textDocument/completion", json!({ "textDocument": { "uri": uri }, "position": at }))?;
                completions.push(began.elapsed());
            }
            editor.published(&uri, version)?;
            keys.push(began.elapsed());
            std::thread::sleep(if key == '\n' { LINE } else { KEY });
        }
    }
    let peak = peak_of(editor.child.id());
    editor.ask("shutdown", Value::Null)?;
    editor.tell("exit", Value::Null)?;
    editor.child.wait().map_err(|error| error.to_string())?;
    Ok(Measured { first, whole, keys, completions, peak })
}

struct Editor {
    child: Child,
    to: ChildStdin,
    messages: Receiver<Message>,
    next: i32,
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
                if send.send(message).is_err() {
                    break;
                }
            }
        });
        Ok(Editor { child, to, messages, next: 0, others: None })
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

    /// Waits for the diagnostics of a document in a version.
    fn published(&mut self, uri: &str, version: i32) -> Result<(), String> {
        self.until(|message| {
            published(message).filter(|params| params["uri"] == uri && params["version"] == version).map(drop)
        })
    }

    fn until<T>(&mut self, is_it: impl Fn(&Message) -> Option<T>) -> Result<T, String> {
        loop {
            let message = self.messages.recv_timeout(PATIENCE).map_err(|error| format!("waited in vain: {error}"))?;
            if published(&message).is_some_and(|params| params["version"].is_null()) {
                self.others.get_or_insert_with(Instant::now);
            }
            if let Message::Request(request) = &message {
                self.send(Response::new_ok(request.id.clone(), Value::Null).into())?;
            } else if let Some(found) = is_it(&message) {
                return Ok(found);
            }
        }
    }
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
