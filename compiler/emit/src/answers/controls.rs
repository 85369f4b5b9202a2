//! Controls stated, of those that rules ask for.

use std::io::{self, Write};

use serde_json::{Value as Json, json};
use tm_analysis::inspect::{ControlSheet, CoveredPart};
use tm_analysis::report::Coverage;

use super::AnswerOptions;
use super::document::{self, Parts};
use super::sheet::{Look, Sheet};
use crate::summary::counted;

/// Elements that are shown unless all are asked for.
const SHOWN: usize = 20;

pub fn controls(sheet: &ControlSheet, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet::new(options, out);
    if sheet.all.asked == 0 {
        page.title("no rule asks for a control here")?;
        return page.finish();
    }
    let Coverage { stated, asked } = sheet.all;
    page.title(&format!("{}: {stated} of {asked} controls stated", percent(sheet.all)))?;
    let row = |page: &Sheet<'_, '_>, part: &CoveredPart| {
        let Coverage { stated, asked } = part.coverage;
        [
            percent(part.coverage),
            format!("{stated} of {asked}"),
            part.element.kind.to_string(),
            page.name(&part.element.name),
        ]
    };
    let columns = [(Look::Bold, 6), (Look::Plain, 14), (Look::Dim, 18), (Look::Plain, 0)];
    if !sheet.boundaries.is_empty() {
        page.heading("In each boundary")?;
        let rows: Vec<[String; 4]> = sheet.boundaries.iter().map(|part| row(&page, part)).collect();
        page.table(2, columns, &rows)?;
    }
    page.heading("Of each element")?;
    let shown = if page.all { sheet.elements.len() } else { SHOWN };
    for part in sheet.elements.iter().take(shown) {
        let row = row(&page, part);
        page.table(2, columns, &[row])?;
        if !part.unstated.is_empty() {
            page.text(6, &format!("unstated: {}", part.unstated.join(", ")), Look::Dim)?;
        }
    }
    if let Some(more) = counted(sheet.elements.len().saturating_sub(shown), "more element") {
        page.text(2, &format!("… and {more}: `--all` shows all"), Look::Dim)?;
    }
    page.finish()
}

/// Rounded down: only what is whole is 100 %.
fn percent(coverage: Coverage) -> String {
    format!("{} %", (coverage.stated * 100).checked_div(coverage.asked).unwrap_or(100))
}

pub fn controls_json(sheet: &ControlSheet, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Parts::new(options.files);
    let mut part = |part: &CoveredPart| {
        json!({
            "element": parts.named(&part.element),
            "stated": part.coverage.stated,
            "asked": part.coverage.asked,
            "unstated": part.unstated.iter().map(|name| &**name).collect::<Vec<_>>(),
        })
    };
    let members = [
        ("coverage", json!({ "stated": sheet.all.stated, "asked": sheet.all.asked })),
        ("boundaries", sheet.boundaries.iter().map(&mut part).collect::<Json>()),
        ("elements", sheet.elements.iter().map(&mut part).collect()),
    ];
    document::write(&members, out)
}
