//! `tm why`: why a rule fires on an element, or why it does not.

use tm_analysis::ElementId;
use tm_analysis::inspect::{self, Found, NoAnswer, Space, find_any};
use tm_analysis::{retired_rules, rule_names};
use tm_emit::answers;

use crate::args::WhyArguments;
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::names;
use crate::open::{self, Model};
use crate::terminal::Terminal;

pub fn run(arguments: &WhyArguments, terminal: &Terminal) -> Result<Exit> {
    let model = open::model(&arguments.question.model)?;
    let (rules, retired) = (rule_names(&model.db, model.project), retired_rules(&model.db, model.project));
    let rule = names::rule(arguments.rule.trim(), &rules, retired)?;
    let kinds = inspect::subjects_of(&model.db, model.project, rule).unwrap_or_default();
    let on = match arguments.elements.as_slice() {
        [project] if project == "project" && kinds.is_empty() => Vec::new(),
        elements => {
            let kinds = kinds.iter().map(|kind| Some(kind.as_str())).chain(std::iter::repeat(None));
            elements.iter().zip(kinds).map(|(name, kind)| element(&model, name, kind)).collect::<Result<Vec<_>>>()?
        }
    };
    model.prepare();
    let why = inspect::why(&model.db, model.project, &model.options, rule, &on)
        .map_err(|no_answer| refused(rule, &arguments.elements, &no_answer))?;
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::why_json(&why, &options, to),
        false => answers::why(&why, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

/// Among the elements that the rule looks at, if one of them has the name; else any.
fn element(model: &Model, name: &str, kind: Option<&str>) -> Result<ElementId> {
    if let Some(kind) = kind
        && let Found::One(named) = find_any(&model.db, model.project, name, Space::Kind(kind))
    {
        return Ok(named.id);
    }
    names::element(model, name, Space::All).map(|named| named.id)
}

fn refused(rule: &str, elements: &[String], no_answer: &NoAnswer) -> CommandError {
    match no_answer {
        NoAnswer::NoRule => CommandError::new(format!("there is no rule `{rule}`")),
        NoAnswer::Broken => CommandError::new(format!("the rule `{rule}` has errors, so it does not run"))
            .help("`tm check` shows the errors in it"),
        NoAnswer::NotLookedAt(subjects) if subjects.is_empty() => {
            CommandError::new(format!("`{rule}` speaks about the project as a whole"))
                .help(format!("leave the elements out: tm why {rule}"))
        }
        NoAnswer::NotLookedAt(subjects) if elements.is_empty() => {
            CommandError::new(format!("which element? `{rule}` speaks about `{subjects}`"))
                .help(format!("name one: tm why {rule} ELEMENT"))
        }
        NoAnswer::NotLookedAt(subjects) => {
            CommandError::new(format!("`{rule}` does not look at `{}`", elements.join("`, `")))
                .help(format!("it speaks about `{subjects}`"))
        }
    }
}
