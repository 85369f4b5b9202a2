//! Paths, and who reaches whom.

use std::io::{self, Write};

use serde_json::{Value, json};
use tm_analysis::inspect::{Named, Path, Paths, Reach, Reached};

use super::AnswerOptions;
use super::document::{self, Parts};
use super::sheet::{Look, Sheet};
use crate::summary::counted;

/// Paths, and elements that are reached, which are shown unless all are asked for.
const SHOWN: usize = 20;
/// Names in a line of a summary.
const NAMES: usize = 10;

pub fn paths(paths: &Paths, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let shown = if options.all { paths.paths.len() } else { SHOWN };
    for (at, path) in paths.paths.iter().take(shown).enumerate() {
        if at > 0 {
            page.blank()?;
        }
        one(&mut page, path, &paths.relation)?;
    }
    if let Some(more) = counted(paths.paths.len().saturating_sub(shown), "more path") {
        page.blank()?;
        page.text(0, &format!("… and {more}: `--all` shows all"), Look::Dim)?;
    }
    page.finish()
}

fn one(page: &mut Sheet<'_, '_>, path: &Path, relation: &str) -> io::Result<()> {
    let hops = counted(path.hops.len(), "hop").unwrap_or_default();
    let certainty = if path.is_definite { "" } else { "possibly, " };
    let (from, to) = (page.name(&path.from.name), page.name(&path.to.name));
    page.title(&format!("{from} reaches {to}: {certainty}{hops} along {relation}"))?;
    let rows: Vec<[String; 4]> = path
        .hops
        .iter()
        .enumerate()
        .map(|(at, hop)| {
            let via = hop.via.as_deref().map(|via| page.name(via)).unwrap_or_default();
            let ends = format!("{} -> {}", page.name(&hop.from), page.name(&hop.to));
            let via = if via == ends.replace(' ', "") || via.is_empty() { String::new() } else { format!("via {via}") };
            [(at + 1).to_string(), ends, via, page.place(hop.location.as_ref())]
        })
        .collect();
    page.table(2, [(Look::Dim, 4), (Look::Plain, 40), (Look::Plain, 24), (Look::Dim, 0)], &rows)?;
    for open in &path.open {
        let text = format!("open: stating `{}` on `{}` decides a hop", open.attribute, page.name(&open.element));
        page.text(2, &text, Look::Dim)?;
    }
    Ok(())
}

pub fn paths_json(paths: &Paths, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let entry = |path: &Path| {
        let open = |parts: &mut Parts<'_>, open: &tm_analysis::inspect::Open| {
            json!({
                "element": &*open.element,
                "attribute": &*open.attribute,
                "location": parts.location(open.location.as_ref()),
            })
        };
        json!({
            "from": parts.named(&path.from),
            "to": parts.named(&path.to),
            "certainty": certainty(path.is_definite),
            "hops": path.hops.iter().map(|hop| parts.hop(hop)).collect::<Vec<_>>(),
            "open": path.open.iter().map(|it| open(&mut parts, it)).collect::<Vec<_>>(),
        })
    };
    let entries = paths.paths.iter().map(entry).collect();
    document::write(&[("relation", Value::from(&*paths.relation)), ("paths", Value::Array(entries))], out)
}

/// Who reaches an element.
pub fn reach(element: &Named, reach: &Reach, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let name = page.name(&element.name);
    if reach.reached_by.is_empty() {
        page.text(0, &format!("nothing reaches {name} along {}", reach.relation), Look::Plain)?;
        return page.finish();
    }
    let who = counted(reach.reached_by.len(), "element").unwrap_or_default();
    let verb = if reach.reached_by.len() == 1 { "reaches" } else { "reach" };
    page.title(&format!("{who} {verb} {name} along {}", reach.relation))?;
    let shown = if options.all { reach.reached_by.len() } else { 2 * SHOWN };
    let rows: Vec<[String; 4]> = reach.reached_by.iter().take(shown).map(|it| row(&page, it)).collect();
    page.table(2, [(Look::Dim, 10), (Look::Plain, 14), (Look::Bold, 30), (Look::Dim, 0)], &rows)?;
    if let Some(more) = counted(reach.reached_by.len().saturating_sub(shown), "more element") {
        page.text(2, &format!("… and {more}: `--all` shows all"), Look::Dim)?;
    }
    page.finish()
}

/// `2 hops  actor  shopper  by cart`
fn row(page: &Sheet<'_, '_>, reached: &Reached) -> [String; 4] {
    let hops = counted(reached.hops, "hop").unwrap_or_default();
    let hops = if reached.is_definite { hops } else { format!("{hops} ?") };
    let between = reached.way.get(1..reached.way.len().saturating_sub(1)).unwrap_or_default();
    let by = match between {
        [] => String::new(),
        between => format!("by {}", between.iter().map(|name| page.name(name)).collect::<Vec<_>>().join(", ")),
    };
    [hops, reached.element.kind.to_string(), page.name(&reached.element.name), by]
}

pub fn reach_json(element: &Named, reach: &Reach, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let members = [
        ("relation", Value::from(&*reach.relation)),
        ("element", parts.named(element)),
        ("reachedBy", reach.reached_by.iter().map(|it| reached(&mut parts, it)).collect()),
    ];
    document::write(&members, out)
}

/// Both directions.
pub(super) fn entry(parts: &mut Parts<'_>, reach: &Reach) -> Value {
    let list = |parts: &mut Parts<'_>, all: &[Reached]| all.iter().map(|it| reached(parts, it)).collect::<Vec<_>>();
    json!({
        "relation": &*reach.relation,
        "reachedBy": list(parts, &reach.reached_by),
        "reaches": list(parts, &reach.reaches),
    })
}

fn reached(parts: &mut Parts<'_>, reached: &Reached) -> Value {
    json!({
        "element": parts.named(&reached.element),
        "hops": reached.hops,
        "certainty": certainty(reached.is_definite),
        "way": reached.way.iter().map(|name| &**name).collect::<Vec<_>>(),
    })
}

fn certainty(is_definite: bool) -> &'static str {
    if is_definite { "definite" } else { "possible" }
}

/// By relation, the names of who reaches it and what it reaches.
pub(super) fn summary(page: &mut Sheet<'_, '_>, reach: &[Reach]) -> io::Result<()> {
    for reach in reach {
        page.heading(&format!("Along {}", reach.relation))?;
        let sides = [("reached by", &reach.reached_by), ("reaches", &reach.reaches)];
        let rows: Vec<[String; 2]> = sides
            .into_iter()
            .filter(|(_, all)| !all.is_empty())
            .map(|(word, all)| [word.to_owned(), names(page, all)])
            .collect();
        page.table(2, [(Look::Plain, 12), (Look::Plain, 0)], &rows)?;
    }
    Ok(())
}

/// `shopper (2), cart (1, possibly), and 3 more`
fn names(page: &Sheet<'_, '_>, all: &[Reached]) -> String {
    let most = if page.all { all.len() } else { NAMES };
    let shown = all.iter().take(most).map(|reached| {
        let possibly = if reached.is_definite { "" } else { ", possibly" };
        format!("{} ({}{possibly})", page.name(&reached.element.name), reached.hops)
    });
    let more = (all.len() > most).then(|| format!("and {} more", all.len() - most));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}
