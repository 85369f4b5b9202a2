//! `workspace/executeCommand`: what lenses and actions lead to.

use serde_json::{Value, json};
use tm_analysis::Tests;
use tm_ide::{FilePosition, Symbol};
use tower_lsp::jsonrpc::{Error, Result};

use crate::asked::{Asking, refused};
use crate::types::ExecuteCommandParams;
use crate::view::Snapshot;

/// By the names that `tm-ide` gives them.
pub(crate) const COMMANDS: [&str; 3] = ["tm.explain", "tm.runTest", "tm.showElement"];

/// Longer answers are cut.
const LIMIT: usize = 600;

/// What came of it: Markdown for whoever shows that, and one line for everybody.
#[derive(Debug)]
pub(crate) struct Shown {
    pub line: String,
    pub value: Value,
}

pub(crate) fn run(snapshot: &Snapshot, params: ExecuteCommandParams) -> Result<Shown> {
    let argument = |at: usize| {
        let argument = params.arguments.get(at).and_then(Value::as_str);
        argument.ok_or_else(|| Error::invalid_params(format!("argument {at} of `{}` is no text", params.command)))
    };
    match params.command.as_str() {
        "tm.explain" => explain(snapshot, argument(0)?),
        "tm.runTest" => run_test(snapshot, argument(0)?, argument(1)?),
        "tm.showElement" => show_element(snapshot, argument(0)?),
        other => {
            let text = format!("there is no command `{other}`");
            Err(Error::invalid_params(tm_emit::inline(&text, LIMIT).into_owned()))
        }
    }
}

fn explain(snapshot: &Snapshot, name: &str) -> Result<Shown> {
    for asking in snapshot.projects() {
        let found = tm_analysis::explain(asking.db, asking.project, name);
        let Some(first) = found.first() else { continue };
        let title = first.text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        let line = format!("{} {}: {}", first.kind, first.name, title.unwrap_or_default());
        let markdown: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
        return Ok(shown(&line, json!({ "markdown": markdown.join("\n\n---\n\n") })));
    }
    Err(refused(format!("nothing is called `{name}`")))
}

/// What a hover tells of it.
fn show_element(snapshot: &Snapshot, name: &str) -> Result<Shown> {
    let found = snapshot.projects().find_map(|asking: Asking<'_>| {
        let found = tm_ide::find_symbol(asking.db, asking.project, name);
        let element = found.into_iter().find(|found| matches!(found.symbol, Symbol::Element(_)))?;
        let at = FilePosition { file: element.target.file, offset: element.target.focus.start };
        let report = tm_analysis::file_report(asking.db, asking.project, at.file, &asking.loaded.options);
        let page = tm_ide::hover(asking.db, asking.project, &report, at)?;
        Some(shown(&element.full_name, json!({ "markdown": page.markdown })))
    });
    found.ok_or_else(|| refused(format!("no element is called `{name}`")))
}

fn run_test(snapshot: &Snapshot, path: &str, title: &str) -> Result<Shown> {
    let found = snapshot.projects().find_map(|asking: Asking<'_>| {
        // Those of the library are its own business, unless that is what is asked for.
        let which = [Tests::Project, Tests::Std];
        which.into_iter().find_map(|which| tm_analysis::run_test(asking.db, asking.project, which, path, title))
    });
    let Some(test) = found else { return Err(refused(format!("no test `{title}` runs in `{path}`"))) };
    let failures: Vec<&str> = test.failures.iter().map(|failure| failure.message.as_str()).collect();
    let line = match failures.first() {
        None => format!("passed: {title}"),
        Some(first) => format!("failed: {title}: {first}"),
    };
    Ok(shown(&line, json!({ "passed": failures.is_empty(), "failures": failures })))
}

fn shown(line: &str, value: Value) -> Shown {
    Shown { line: tm_emit::inline(line, LIMIT).into_owned(), value }
}
