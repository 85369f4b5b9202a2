//! Open questions, one line per element, most consequential first.

use std::collections::BTreeMap;
use std::io::{self, Write};

use tm_analysis::report::{Question, Report};
use unicode_width::UnicodeWidthStr;

use super::style::Style;
use super::wrap::{fit, wrap};
use super::{HumanOptions, SHOWN};
use crate::names::Names;
use crate::sanitize::{self, NAME};
use crate::summary;

/// The questions of one element.
struct Asked<'a> {
    element: &'a str,
    /// Attributes, and how many rules each would decide.
    attributes: Vec<(&'a str, usize)>,
}

pub(super) fn write(out: &mut impl Write, report: &Report, names: &Names, options: &HumanOptions) -> io::Result<()> {
    let style = Style { colour: options.colour };
    let width = options.width.max(40);
    let asked = by_element(&report.questions);
    if asked.is_empty() {
        if let Some(questions) = summary::counted(report.summary.questions, "open question") {
            let hint = format!("{questions} not listed: `tm check --profile default` lists them");
            for line in wrap(&hint, width) {
                writeln!(out, "{}", style.dim(&line))?;
            }
            writeln!(out)?;
        }
        return Ok(());
    }
    let shown = if options.all { asked.len() } else { asked.len().min(SHOWN) };
    for asked in asked.iter().take(shown) {
        writeln!(out, "{} {}", style.word("?"), asked.line(names, width.saturating_sub(2)))?;
    }
    let mut hints = Vec::new();
    if let Some(more) = summary::counted(asked.len() - shown, "more element") {
        hints.push(format!("… and {more} with open questions: `tm check --all` shows all"));
    }
    hints.push("`--profile draft` hides these, `--profile strict` makes the gravest findings".to_owned());
    for line in hints.iter().flat_map(|hint| wrap(hint, width.saturating_sub(2))) {
        writeln!(out, "  {}", style.dim(&line))?;
    }
    writeln!(out)
}

/// In the order of each element's first question, which is its most consequential.
fn by_element(questions: &[Question]) -> Vec<Asked<'_>> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all: Vec<Asked> = Vec::new();
    for question in questions {
        let mut rules: Vec<&str> = question.decides.iter().map(|decides| decides.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        let attribute = (question.attribute.as_str(), rules.len());
        match known.get(question.element.as_str()).and_then(|at| all.get_mut(*at)) {
            Some(asked) => asked.attributes.push(attribute),
            None => {
                known.insert(&question.element, all.len());
                all.push(Asked { element: &question.element, attributes: vec![attribute] });
            }
        }
    }
    all
}

impl Asked<'_> {
    /// `payments.charge: stating encryption decides 3 rules; authentication 2; and 4 more`
    fn line(&self, names: &Names, width: usize) -> String {
        let mut line = fit(&names.show(self.element), width / 2);
        for (at, (attribute, rules)) in self.attributes.iter().enumerate() {
            let attribute = sanitize::inline(attribute, NAME);
            let part = match at {
                0 => {
                    let rules = summary::counted(*rules, "rule").unwrap_or_else(|| "0 rules".to_owned());
                    format!(": stating {attribute} decides {rules}")
                }
                _ => format!("; {attribute} {rules}"),
            };
            let more = |count: usize| if count > 0 { format!("; and {count} more") } else { String::new() };
            let left = self.attributes.len() - at;
            if at > 0 && line.width() + part.width() + more(left - 1).width() > width {
                let rest = more(left);
                line.push_str(if line.width() + rest.width() <= width { &rest } else { " …" });
                break;
            }
            line.push_str(&part);
        }
        fit(&line, width)
    }
}
