//! `tm rules`: the rules in force, and what they cover.

use tm_analysis::inspect::{self, RuleLine};
use tm_analysis::{retired_rules, rule_names};
use tm_emit::answers;

use crate::args::RulesArguments;
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::names;
use crate::open::{Model, model_or_std};
use crate::terminal::Terminal;

pub fn run(arguments: &RulesArguments, terminal: &Terminal) -> Result<Exit> {
    let model = model_or_std(&arguments.question.model)?;
    if let Some(framework) = &arguments.framework {
        return coverage(&model, framework, arguments, terminal);
    }
    let known = rule_names(&model.db, model.project);
    let retired = retired_rules(&model.db, model.project);
    let only: Vec<&str> =
        arguments.only.iter().map(|name| names::known(name, &known, retired)).collect::<Result<_>>()?;
    let report = model.report();
    let mut rules = inspect::rules(&model.db, model.project, &report);
    let is_meant = |rule: &RuleLine| {
        let named = |name: &&str| *name == rule.name || *name == rule.family;
        only.is_empty() || only.iter().any(named)
    };
    rules.retain(is_meant);
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::rules_json(&rules, &options, to),
        false => answers::rules(&rules, arguments.cost, &options, to),
    })?;
    output.finish()?;
    Ok(model.verdict())
}

fn coverage(model: &Model, framework: &str, arguments: &RulesArguments, terminal: &Terminal) -> Result<Exit> {
    let Some(coverage) = inspect::coverage(&model.db, model.project, framework) else {
        let known: Vec<&str> = inspect::frameworks().collect();
        let help = names::suggestion(framework, known.iter().copied())
            .unwrap_or_else(|| format!("the frameworks are {}", known.join(", ")));
        return Err(CommandError::new(format!("there is no framework `{framework}`")).help(help));
    };
    let options = model.answer(terminal, arguments.question.answer.all);
    let mut output = terminal.output();
    output.write(|to| match arguments.question.answer.json {
        true => answers::coverage_json(&coverage, to),
        false => answers::coverage(&coverage, &options, to),
    })?;
    output.finish()?;
    Ok(Exit::Clean)
}
