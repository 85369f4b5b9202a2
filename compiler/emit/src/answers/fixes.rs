//! What to mend first.

use std::io::{self, Write};

use serde_json::{Value as Json, json};
use tm_analysis::inspect::{Change, Cut, Fix, FixList};

use super::AnswerOptions;
use super::document::{self, Parts};
use super::ledgers::resting;
use super::sheet::{Look, Sheet};
use crate::summary::counted;

/// Rules that are named of one fix.
const RULES: usize = 6;

pub fn fixes(list: &FixList, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let Some(findings) = counted(list.findings, "finding") else {
        page.title("there are no findings to mend")?;
        return page.finish();
    };
    page.title(&format!("{findings}, {} points of priority in all", list.score))?;
    for (number, fix) in (1..).zip(&list.fixes) {
        page.blank()?;
        changes(&mut page, &format!("{number:>2}. "), fix)?;
        effects(&mut page, 4, fix)?;
    }
    if let Some(last) = list.fixes.last() {
        page.blank()?;
        page.text(0, &format!("together they leave {} points", last.score_after), Look::Plain)?;
    } else {
        page.blank()?;
        page.text(0, "no single change of a control removes a finding", Look::Plain)?;
    }
    if !list.cuts.is_empty() {
        page.heading("Paths, and the cheapest place to close them")?;
        for Cut { rule, findings, fix, closed } in &list.cuts {
            page.text(2, &format!("{rule}: {closed} of {findings} closed by"), Look::Plain)?;
            changes(&mut page, "    ", fix)?;
            effects(&mut page, 6, fix)?;
        }
    }
    page.blank()?;
    let text = match list.is_cut_short {
        true => format!(
            "cut short: the model was judged {} times, and {} changes could be tried",
            list.trials, list.candidates
        ),
        false => format!("the model was judged {} times, with {} changes to choose from", list.trials, list.candidates),
    };
    page.text(0, &text, Look::Dim)?;
    page.finish()
}

fn changes(page: &mut Sheet<'_, '_>, mark: &str, fix: &Fix) -> io::Result<()> {
    for (at, change) in fix.changes.iter().enumerate() {
        let mark = if at == 0 { mark.to_owned() } else { " ".repeat(mark.len()) };
        let text = words(page, change);
        page.item(0, &mark, &text, Look::Bold)?;
    }
    Ok(())
}

fn words(page: &mut Sheet<'_, '_>, change: &Change) -> String {
    match change {
        Change::State { element, attribute, from, to, location, is_shared } => {
            let place = page.place(location.as_ref());
            let of = page.name(element);
            let of = if *is_shared { format!("of {of} and others") } else { format!("of {of}") };
            format!("{attribute}: {to} instead of {from}, {of} ({place})")
        }
        Change::Remove { flow, location } => {
            let place = page.place(location.as_ref());
            format!("take the flow {} away ({place})", page.name(flow))
        }
    }
}

fn effects(page: &mut Sheet<'_, '_>, indent: usize, fix: &Fix) -> io::Result<()> {
    let removed = counted(fix.removed.len(), "finding").unwrap_or_else(|| "no finding".to_owned());
    let added = counted(fix.added.len(), "new finding").map(|added| format!(", brings {added}")).unwrap_or_default();
    let text = format!("removes {removed} and {} points{added}; effort {}", fix.score(), fix.effort);
    page.text(indent, &text, Look::Plain)?;
    let mut rules: Vec<(&str, usize)> = Vec::new();
    for finding in &fix.removed {
        match rules.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, count)) => *count += 1,
            None => rules.push((&finding.rule, 1)),
        }
    }
    let mut words: Vec<String> = rules
        .iter()
        .take(if page.all { usize::MAX } else { RULES })
        .map(|(rule, count)| if *count > 1 { format!("{rule} ({count})") } else { (*rule).to_owned() })
        .collect();
    if rules.len() > words.len() {
        words.push(format!("and {} more rules", rules.len() - words.len()));
    }
    page.text(indent, &words.join(", "), Look::Dim)
}

pub fn fixes_json(list: &FixList, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let fixes: Json = list.fixes.iter().map(|it| fix(&mut parts, it)).collect();
    let cut = |it: &Cut| {
        json!({
            "rule": &*it.rule,
            "findings": it.findings,
            "closed": it.closed,
            "fix": fix(&mut parts, &it.fix),
        })
    };
    let cuts: Json = list.cuts.iter().map(cut).collect();
    let members = [
        ("findings", Json::from(list.findings)),
        ("score", Json::from(list.score)),
        ("fixes", fixes),
        ("cuts", cuts),
        ("candidates", Json::from(list.candidates)),
        ("trials", Json::from(list.trials)),
        ("isCutShort", Json::from(list.is_cut_short)),
    ];
    document::write(&members, out)
}

fn fix(parts: &mut Parts<'_>, fix: &Fix) -> Json {
    let change = |change: &Change| match change {
        Change::State { element, attribute, from, to, location, is_shared } => json!({
            "change": "state",
            "element": &**element,
            "attribute": &**attribute,
            "from": &**from,
            "to": &**to,
            "isShared": is_shared,
            "location": parts.location(location.as_ref()),
        }),
        Change::Remove { flow, location } => json!({
            "change": "remove",
            "element": &**flow,
            "attribute": null,
            "from": null,
            "to": null,
            "isShared": false,
            "location": parts.location(location.as_ref()),
        }),
    };
    json!({
        "changes": fix.changes.iter().map(change).collect::<Vec<_>>(),
        "effort": fix.effort,
        "score": fix.score(),
        "scoreBefore": fix.score_before,
        "scoreAfter": fix.score_after,
        "removed": fix.removed.iter().map(resting).collect::<Vec<_>>(),
        "added": fix.added.iter().map(resting).collect::<Vec<_>>(),
    })
}
