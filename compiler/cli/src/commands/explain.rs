//! `tm explain`: what a name means.

use tm_analysis::inspect::{self, Found, Named, Space, find_any};
use tm_analysis::{Explanation, explain, suggestions};
use tm_emit::{answers, inline};

use crate::args::ExplainArguments;
use crate::error::{CommandError, Result, complain};
use crate::exit::Exit;
use crate::names;
use crate::open::{Model, model_or_std, threads};
use crate::terminal::Terminal;

/// Words that may stand in front of a name that is none of an element.
const WORDS: [&str; 7] = ["rule", "diagnostic", "kind", "attribute", "enum", "value", "relation"];

pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Result<Exit> {
    let model = model_or_std(&arguments.question.model)?;
    let name = arguments.name.join(" ");
    let name = name.trim();
    let found = meanings(&model, name);
    let elements = match find_any(&model.db, model.project, name, Space::All) {
        Found::One(named) => vec![named],
        Found::Several(several) => several,
        Found::None(_) => Vec::new(),
    };
    match (found.is_empty(), elements.as_slice()) {
        (true, []) => Err(unknown(&model, name)),
        (true, [element]) => of_element(&model, element, arguments, terminal),
        (true, several) => Err(names::ambiguous(name, several)),
        (false, elements) => {
            let called = name.rsplit(char::is_whitespace).next().unwrap_or_default();
            if let Some(rule) = found.iter().find(|it| it.kind == "rule" && it.name != called) {
                names::is_retired(called, &rule.name);
            }
            of_name(&model, &found, arguments, terminal)?;
            if let Some(element) = elements.first() {
                let element = format!("{} {}", element.kind, inline(&element.name, 120));
                complain("note", &format!("an element is called so as well: `tm explain \"{element}\"`"));
            }
            Ok(Exit::Clean)
        }
    }
}

/// What a name means, elements apart.
fn meanings(model: &Model, name: &str) -> Vec<Explanation> {
    match name.split_once(' ') {
        Some((word, name)) if WORDS.contains(&word) => {
            let mut found = explain(&model.db, model.project, name.trim());
            found.retain(|explanation| explanation.kind == word);
            found
        }
        _ => explain(&model.db, model.project, name),
    }
}

fn of_name(model: &Model, found: &[Explanation], arguments: &ExplainArguments, terminal: &Terminal) -> Result<()> {
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::explanations_json(found, to),
        false => answers::explanations(found, &model.answer(terminal, arguments.question.answer.all), to),
    })?;
    output.finish()
}

fn of_element(model: &Model, element: &Named, arguments: &ExplainArguments, terminal: &Terminal) -> Result<Exit> {
    model.prepare();
    let sheet = inspect::element(&model.db, model.project, &model.options, element.id, threads());
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::element_json(&sheet, &options, to),
        false => answers::element(&sheet, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

fn unknown(model: &Model, name: &str) -> CommandError {
    let near = match find_any(&model.db, model.project, name, Space::All) {
        Found::None(near) => near,
        _ => Vec::new(),
    };
    let mut suggested = suggestions(&model.db, model.project, name);
    suggested.extend(near.iter().map(ToString::to_string));
    suggested.truncate(3);
    if suggested.is_empty() && name.ends_with('-') {
        return names::no_element(name, [].into_iter());
    }
    let help = names::path_help(name).or_else(|| names::did_you_mean(suggested.iter().map(String::as_str)));
    let otherwise = "give the name of a rule, a diagnostic, a kind, an attribute, an enum, a relation or an element";
    CommandError::new(format!("there is nothing called `{name}`")).help(help.unwrap_or_else(|| otherwise.to_owned()))
}
