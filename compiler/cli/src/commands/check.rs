//! `tm check`: judges a model.

use std::mem::ManuallyDrop;
use std::time::Instant;

use tm_analysis::report::{Report, Severity};
use tm_analysis::{Database, assumption_names, prepare, report, rule_names};
use tm_emit::HumanOptions;

use crate::args::{CheckArguments, Format};
use crate::error::{CommandError, Result};
use crate::exit::Exit;
use crate::terminal::Terminal;
use crate::{clock, load, stdlib};

pub fn run(arguments: CheckArguments, terminal: &Terminal, started: Instant) -> Result<Exit> {
    let project = load::project(arguments.path.as_deref(), &arguments.outside.allow_outside)?;
    let today = arguments.today.map_or_else(clock::today, Ok)?;
    let fail_on = arguments.fail_on.or(project.config.fail_on);
    let fail_on = fail_on.map_or(Severity::Low, tm_input::severity);
    let (input, mut options) = tm_input::from_project(project, stdlib::texts()?, today, arguments.without.clone());
    if let Some(profile) = arguments.profile {
        options.profile = tm_input::profile(profile);
    }

    // The process ends next: taking large structures apart would only cost time.
    let mut db = ManuallyDrop::new(Database::default());
    let project = db.add_project(input);
    if !(arguments.select.is_empty() && arguments.ignore.is_empty()) {
        let rules = rule_names(&db, project);
        for name in arguments.select.iter().chain(&arguments.ignore) {
            known(name, &rules)?;
        }
    }
    for name in &arguments.without {
        assumed(name, &assumption_names(&db, project))?;
    }
    options.select = arguments.select;
    options.ignore = arguments.ignore;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    prepare(&db, project, threads);
    let report = ManuallyDrop::new(report(&db, project, &options));

    let mut human = HumanOptions { colour: terminal.colour, width: terminal.width, all: arguments.all, elapsed: None };
    let mut output = terminal.output();
    output.write(|to| match arguments.format {
        Format::Human => {
            human.elapsed = Some(started.elapsed());
            tm_emit::human(&report, &human, to)
        }
        Format::Concise => tm_emit::concise(&report, &human, to),
        Format::Json => tm_emit::json(&report, to),
    })?;
    output.finish()?;
    Ok(verdict(&report, fail_on))
}

/// Errors come first: without them, there could be more findings.
fn verdict(report: &Report, fail_on: Severity) -> Exit {
    if !report.errors.is_empty() {
        Exit::Errors
    } else if report.findings.iter().any(|finding| finding.severity >= fail_on) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// Whether `name` is a rule or a family of rules.
fn known(name: &str, rules: &[(String, String)]) -> Result<()> {
    let names = || rules.iter().flat_map(|(rule, family)| [rule.as_str(), family.as_str()]);
    if names().any(|known| known == name) {
        return Ok(());
    }
    let mut families: Vec<&str> = rules.iter().map(|(_, family)| family.as_str()).collect();
    families.sort_unstable();
    families.dedup();
    let help = match nearest(name, names()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("give the name of a rule, or one of the families {}", families.join(", ")),
    };
    Err(CommandError::new(format!("there is no rule or family of rules `{name}`")).help(help))
}

/// Whether `name` is an assumption of the model, plain or with its module.
fn assumed(name: &str, assumptions: &[String]) -> Result<()> {
    let plain = |full: &String| full.rsplit('.').next().map(str::to_owned);
    if assumptions.iter().any(|full| full == name || plain(full).as_deref() == Some(name)) {
        return Ok(());
    }
    let plain: Vec<String> = assumptions.iter().filter_map(plain).collect();
    let help = match nearest(name, plain.iter().map(String::as_str)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if plain.is_empty() => "the model makes no assumptions".to_owned(),
        None => format!("the model assumes {}", plain.join(", ")),
    };
    Err(CommandError::new(format!("there is no assumption `{name}`")).help(help))
}

/// The name that was probably meant: the nearest in spelling, else the first with what was given in it.
fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).clamp(1, 4);
    let distances = names.clone().filter(|known| known.len().abs_diff(name.len()) <= 4 * allowed);
    let spelling = distances
        .map(|known| (strsim::osa_distance(name, known), known))
        .filter(|(distance, _)| *distance <= allowed)
        .min();
    let within = || names.filter(|known| name.len() > 2 && known.contains(name)).min();
    spelling.map(|(_, known)| known).or_else(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered() {
        let names = ["plaintext-service-traffic", "disclosure", "encryption"];
        let nearest = |name| nearest(name, names.into_iter());
        assert_eq!(nearest("plaintext-service-trafic"), Some("plaintext-service-traffic"));
        assert_eq!(nearest("disclosur"), Some("disclosure"));
        assert_eq!(nearest("service"), Some("plaintext-service-traffic"));
        assert_eq!(nearest(""), None);
        assert_eq!(nearest(&"x".repeat(1 << 20)), None);
    }

    #[test]
    fn rules_and_families_are_known() {
        let rules = [("a-rule".to_owned(), "a-family".to_owned())];
        assert!(known("a-rule", &rules).is_ok() && known("a-family", &rules).is_ok());
        assert!(known("", &rules).is_err());
    }
}
