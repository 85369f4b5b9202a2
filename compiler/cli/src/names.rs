//! Names that a caller gives: whether they exist, and which was probably meant.

use tm_analysis::RetiredRules;
use tm_analysis::inspect::{Found, Named, Space, find_any};
use tm_emit::inline;

use crate::error::{CommandError, Result, complain};
use crate::open::Model;

/// Choices that are listed of an ambiguous name.
const CHOICES: usize = 10;
/// Longer names are cut.
const NAME: usize = 120;

/// The rule or family of rules that `name` means, by its present name.
pub fn known<'n>(name: &'n str, rules: &[(String, String)], retired: &'n RetiredRules) -> Result<&'n str> {
    let names = || rules.iter().flat_map(|(rule, family)| [rule.as_str(), family.as_str()]);
    if names().any(|known| known == name) {
        return Ok(name);
    }
    if let Some(present) = retired.successor(name) {
        is_retired(name, present);
        return Ok(present);
    }
    let mut families: Vec<&str> = rules.iter().map(|(_, family)| family.as_str()).collect();
    families.retain(|family| !family.is_empty());
    families.sort_unstable();
    families.dedup();
    let otherwise = format!("give the name of a rule, or one of the families {}", families.join(", "));
    let help = path_help(name).or_else(|| suggestion(name, names())).unwrap_or(otherwise);
    Err(CommandError::new(format!("there is no rule or family of rules `{name}`")).help(help))
}

/// The rule that `name` means, by its present name.
pub fn rule<'n>(name: &'n str, rules: &[(String, String)], retired: &'n RetiredRules) -> Result<&'n str> {
    let names = || rules.iter().map(|(rule, _)| rule.as_str());
    if names().any(|known| known == name) {
        return Ok(name);
    }
    if let Some(present) = retired.successor(name) {
        is_retired(name, present);
        return Ok(present);
    }
    let help = path_help(name).or_else(|| suggestion(name, names()));
    let help = help.unwrap_or_else(|| "`tm rules` lists all rules".to_owned());
    Err(CommandError::new(format!("there is no rule `{name}`")).help(help))
}

/// Tells that a rule has another name now.
pub fn is_retired(name: &str, present: &str) {
    complain("warning", &format!("the rule `{name}` is called `{present}` now"));
}

/// Whether `name` is an assumption of the model, plain or with its module.
pub fn assumed(name: &str, assumptions: &[String]) -> Result<()> {
    let plain = |full: &String| full.rsplit('.').next().map(str::to_owned);
    if assumptions.iter().any(|full| full == name || plain(full).as_deref() == Some(name)) {
        return Ok(());
    }
    let plain: Vec<String> = assumptions.iter().filter_map(plain).collect();
    let help = suggestion(name, plain.iter().map(String::as_str)).unwrap_or_else(|| match plain.as_slice() {
        [] => "the model makes no assumptions".to_owned(),
        plain => format!("the model assumes {}", plain.join(", ")),
    });
    Err(CommandError::new(format!("there is no assumption `{name}`")).help(help))
}

/// The one element that `name` means.
pub fn element(model: &Model, name: &str, space: Space<'_>) -> Result<Named> {
    match find_any(&model.db, model.project, name, space) {
        Found::One(named) => Ok(named),
        Found::Several(choices) => Err(ambiguous(name, &choices)),
        Found::None(near) => Err(no_element(name, near.iter().map(|name| name.as_str()))),
    }
}

pub fn ambiguous(name: &str, choices: &[Named]) -> CommandError {
    let mut listed: Vec<String> =
        choices.iter().take(CHOICES).map(|it| format!("\"{} {}\"", it.kind, inline(&it.name, NAME))).collect();
    if choices.len() > CHOICES {
        listed.push(format!("and {} more", choices.len() - CHOICES));
    }
    CommandError::new(format!("`{name}` means {} elements", choices.len()))
        .help(format!("say which: {}", listed.join(", ")))
}

pub fn no_element<'n>(name: &str, near: impl Iterator<Item = &'n str>) -> CommandError {
    let help = if name.ends_with('-') {
        // The shell has taken the rest of `cart->orders` for a file to write to.
        "put the name of a flow in quotes: 'cart->orders'".to_owned()
    } else {
        let help = path_help(name).or_else(|| did_you_mean(near));
        help.unwrap_or_else(|| "`tm list` lists all elements".to_owned())
    };
    CommandError::new(format!("there is no element `{name}`")).help(help)
}

/// What to write if `name`, which is that of nothing, is a path.
pub fn path_help(name: &str) -> Option<String> {
    let is_path = matches!(name, "." | "..") || name.contains(['/', '\\']) || name.ends_with(".tm");
    is_path.then(|| format!("a path of a project is given as `--project {}`", inline(name, NAME)))
}

/// ``did you mean `a`, `b` or `c`?``
pub fn did_you_mean<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last()? {
        (only, []) => Some(format!("did you mean {only}?")),
        (last, rest) => Some(format!("did you mean {} or {last}?", rest.join(", "))),
    }
}

/// The name that was probably meant, as help: the nearest in spelling, else the first with what was given in it.
pub fn suggestion<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> Option<String> {
    let within = || names.clone().filter(|known| name.len() > 2 && known.contains(name)).min().map(Into::into);
    let nearest = tm_analysis::nearest(name, names.clone()).or_else(within);
    did_you_mean(nearest.iter().map(|name: &tm_analysis::report::Name| name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered() {
        let names = ["plaintext-service-traffic", "disclosure", "encryption"];
        let nearest = |name| suggestion(name, names.into_iter());
        let traffic = Some("did you mean `plaintext-service-traffic`?".to_owned());
        assert_eq!(nearest("plaintext-service-trafic"), traffic);
        assert_eq!(nearest("disclosur").as_deref(), Some("did you mean `disclosure`?"));
        assert_eq!(nearest("service"), traffic);
        assert_eq!(nearest(""), None);
        assert_eq!(nearest(&"x".repeat(1 << 20)), None);
    }

    #[test]
    fn rules_and_families_are_known() {
        let rules = [("a-rule".to_owned(), "a-family".to_owned())];
        let retired = RetiredRules::default();
        let (known, rule) = (|name| known(name, &rules, &retired).ok(), |name| rule(name, &rules, &retired).ok());
        assert_eq!([known("a-rule"), known("a-family"), known("")], [Some("a-rule"), Some("a-family"), None]);
        assert_eq!([rule("a-rule"), rule("a-family")], [Some("a-rule"), None]);
    }

    #[test]
    fn suggestions_read_as_a_sentence() {
        assert_eq!(did_you_mean([].into_iter()), None);
        assert_eq!(did_you_mean(["a"].into_iter()).as_deref(), Some("did you mean `a`?"));
        assert_eq!(did_you_mean(["a", "b", "c"].into_iter()).as_deref(), Some("did you mean `a`, `b` or `c`?"));
    }
}
