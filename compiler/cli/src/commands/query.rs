//! `tm list`, `tm query` and `tm model`: what is in a model.

use tm_analysis::inspect::{self, ListError, Space};
use tm_analysis::report::Report;
use tm_emit::answers;

use crate::args::{DumpArguments, ListArguments, QueryArguments};
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::names;
use crate::open::{self, Model};
use crate::terminal::Terminal;

pub fn list(arguments: &ListArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.model)?;
    let kind = arguments.kind.as_deref().unwrap_or("element");
    let listed = match inspect::list(&model.db, model.project, kind, arguments.condition.as_deref()) {
        Ok(listed) => listed,
        Err(ListError::NoKind) => return Err(no_kind(&model, kind)),
        Err(ListError::Wrong(report)) => return wrong(&model, &report, terminal),
    };
    let options = model.answer(terminal, true);
    let mut output = terminal.output();
    output.write(|to| match arguments.json {
        true => answers::list_json(&listed, &options, to),
        false => answers::list(&listed, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

pub fn run(arguments: &QueryArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.question.model)?;
    let on = arguments.on.as_ref().map(|name| names::element(&model, name, Space::All)).transpose()?;
    let answer = match inspect::query(&model.db, model.project, &arguments.expression, on.map(|on| on.id)) {
        Ok(answer) => answer,
        Err(report) => return wrong(&model, &report, terminal),
    };
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::query_json(&answer, &options, to),
        false => answers::query(&answer, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

pub fn model(arguments: &DumpArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.model)?;
    model.prepare();
    let options = model.answer(terminal, true);
    let mut output = terminal.output();
    output.write(|to| answers::model_json(&model.db, model.project, &options, to))?;
    output.finish()?;
    Ok(model.verdict())
}

/// The mistakes in an expression, to standard error.
fn wrong(model: &Model, report: &Report, terminal: &Terminal) -> Result<Exit> {
    terminal.complain(|to, colour| {
        answers::problems(report, &tm_emit::answers::AnswerOptions { colour, ..model.answer(terminal, true) }, to)
    });
    Ok(Exit::Failure)
}

fn no_kind(model: &Model, kind: &str) -> CommandError {
    let kinds = inspect::kinds(&model.db, model.project);
    let names = kinds.iter().map(|name| name.as_str());
    let help = names::path_help(kind).or_else(|| names::suggestion(kind, names));
    let help = help.unwrap_or_else(|| "`tm explain element` shows what every kind has".to_owned());
    CommandError::new(format!("there is no kind `{kind}`")).help(help)
}
