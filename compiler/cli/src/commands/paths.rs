//! `tm paths` and `tm who-reaches`: ways along a relation.

use tm_analysis::ElementId;
use tm_analysis::inspect::{self, Found, Space, find};
use tm_emit::{answers, inline};

use crate::args::{PathsArguments, WhoReachesArguments};
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::names;
use crate::open::{self, Model};
use crate::terminal::Terminal;

/// Longer names are cut.
const NAME: usize = 120;

pub fn run(arguments: &PathsArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.question.model)?;
    let (from, to) = (elements(&model, &arguments.from)?, elements(&model, &arguments.to)?);
    let Some(paths) = inspect::paths(&model.db, model.project, &from, &to, &arguments.along) else {
        return Err(no_relation(&model, &arguments.along));
    };
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    if arguments.question.answer.json {
        output.write(|to| answers::paths_json(&paths, &options, to))?;
    } else if paths.paths.is_empty() {
        let ends = [&arguments.from, &arguments.to].map(|name| inline(name, NAME));
        output.line(&format!("nothing leads from {} to {} along {}", ends[0], ends[1], paths.relation))?;
    } else {
        output.write(|to| answers::paths(&paths, &options, to))?;
    }
    output.finish()?;
    Ok(model.verdict())
}

pub fn who_reaches(arguments: &WhoReachesArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.question.model)?;
    let element = names::element(&model, &arguments.element, Space::All)?;
    let Some(reach) = inspect::reach(&model.db, model.project, element.id, &arguments.along) else {
        return Err(no_relation(&model, &arguments.along));
    };
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::reach_json(&element, &reach, &options, to),
        false => answers::reach(&element, &reach, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

/// The element of that name, or all elements of the kind of that name.
fn elements(model: &Model, name: &str) -> Result<Vec<ElementId>> {
    match find(&model.db, model.project, name) {
        Found::One(named) => Ok(vec![named.id]),
        Found::Several(choices) => Err(names::ambiguous(name, &choices)),
        Found::None(near) => match of_kind(model, name) {
            Some(elements) => Ok(elements),
            None => Err(names::no_element(name, near.iter().map(|name| name.as_str()))),
        },
    }
}

fn of_kind(model: &Model, name: &str) -> Option<Vec<ElementId>> {
    inspect::of_kind(&model.db, model.project, name)
}

fn no_relation(model: &Model, name: &str) -> CommandError {
    let known = inspect::relations(&model.db, model.project);
    let names = known.iter().map(|name| name.as_str());
    let help = names::suggestion(name, names.clone()).unwrap_or_else(|| {
        format!("the relations are {}", names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
    });
    CommandError::new(format!("there is no relation `{name}`")).help(help)
}
