//! STRIDE, element by element.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};
use tm_analysis::inspect::{LETTERS, StrideCell, StrideRow};
use tm_analysis::report::Name;

use super::AnswerOptions;
use super::document::{self, Parts};
use super::sheet::{Look, Sheet};
use crate::summary::counted;

/// Rows that are shown unless all are asked for.
const SHOWN: usize = 40;
/// The column of kinds is as wide as they are, within limits.
const KIND: usize = 12;
const LONGEST_KIND: usize = 24;
const INITIALS: [&str; 6] = ["S", "T", "R", "I", "D", "E"];

/// All rows as a table. `details`: the rules behind each letter as well.
pub fn stride(rows: &[StrideRow], details: bool, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    let shown = if page.all || details { rows.len() } else { SHOWN };
    let mut table: Vec<[String; 8]> = vec![std::array::from_fn(|column| match column {
        0 | 1 => String::new(),
        column => INITIALS.get(column - 2).copied().unwrap_or_default().to_owned(),
    })];
    for row in rows.iter().take(shown) {
        let mut cells = row.cells.iter().map(cell);
        let (kind, name) = subject(&page, row);
        table.push(std::array::from_fn(|column| match column {
            0 => kind.clone(),
            1 => name.clone(),
            _ => cells.next().unwrap_or_default(),
        }));
    }
    let letter = (Look::Plain, 6);
    let kinds = table.iter().map(|[kind, ..]| kind.chars().count()).max().unwrap_or(0).clamp(KIND, LONGEST_KIND);
    page.table(0, [(Look::Dim, kinds), (Look::Bold, 26), letter, letter, letter, letter, letter, letter], &table)?;
    if let Some(more) = counted(rows.len().saturating_sub(shown), "more row") {
        page.text(0, &format!("… and {more}: `--all` shows all"), Look::Dim)?;
    }
    page.blank()?;
    let legend = "2: findings; 1?: open questions; (1): silenced; ok: rules ask, and what is stated keeps them silent; \
                  -: no rule has anything to say here";
    page.text(0, legend, Look::Dim)?;
    if details {
        for row in rows {
            self::details(&mut page, row)?;
        }
    }
    page.finish()
}

fn subject(page: &Sheet<'_, '_>, row: &StrideRow) -> (String, String) {
    match &row.element {
        Some(element) => (element.kind.to_string(), page.name(&element.name)),
        None => (String::new(), "project".to_owned()),
    }
}

/// `2 1?`
fn cell(cell: &StrideCell) -> String {
    let count = |list: &[Name]| Some(list.len()).filter(|count| *count > 0);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(count(&cell.findings).map(|count| count.to_string()));
    parts.extend(count(&cell.silenced).map(|count| format!("({count})")));
    parts.extend(count(&cell.questions).map(|count| format!("{count}?")));
    if parts.is_empty() {
        parts.push(if cell.decided.is_empty() { "-" } else { "ok" }.to_owned());
    }
    parts.join(" ")
}

fn details(page: &mut Sheet<'_, '_>, row: &StrideRow) -> io::Result<()> {
    let (kind, name) = subject(page, row);
    page.heading(format!("{kind} {name}").trim())?;
    for (letter, cell) in LETTERS.iter().zip(&row.cells) {
        page.text(2, letter, Look::Plain)?;
        let lists: [(&str, &[Name]); 5] = [
            ("found", &cell.findings),
            ("silenced", &cell.silenced),
            ("open", &cell.questions),
            ("decided", &cell.decided),
            ("not applicable", &cell.not_applicable),
        ];
        let rows: Vec<[String; 2]> = lists
            .iter()
            .filter(|(_, rules)| !rules.is_empty())
            .map(|(word, rules)| [(*word).to_owned(), rules.join(", ")])
            .collect();
        page.table(4, [(Look::Dim, 14), (Look::Plain, 0)], &rows)?;
    }
    Ok(())
}

pub fn stride_json(rows: &[StrideRow], options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let names = |names: &[Name]| names.iter().map(|name| Json::from(&**name)).collect::<Json>();
    let row = |row: &StrideRow| {
        let cell = |cell: &StrideCell| {
            json!({
                "findings": names(&cell.findings),
                "silenced": names(&cell.silenced),
                "questions": names(&cell.questions),
                "decided": names(&cell.decided),
                "notApplicable": names(&cell.not_applicable),
            })
        };
        let letters: Map<String, Json> =
            LETTERS.iter().zip(&row.cells).map(|(letter, of_letter)| ((*letter).to_owned(), cell(of_letter))).collect();
        json!({ "element": row.element.as_ref().map(|element| parts.named(element)), "letters": letters })
    };
    document::write(&[("rows", rows.iter().map(row).collect())], out)
}
