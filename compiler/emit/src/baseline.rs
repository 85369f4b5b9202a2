//! A baseline: the findings of today, so that only later ones count. `tm-project` reads it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use tm_analysis::report::{Report, Severity};

use crate::json::writer::Writer;

/// The JSON Schema (2020-12) of what [`baseline`] writes.
pub const BASELINE_SCHEMA: &str = include_str!("../../../docs/schemas/tm-baseline.schema.json");

/// Writes the id and the severity of each finding, sorted, an entry on each line.
pub fn baseline(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut entries: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in &report.findings {
        let severity = entries.entry(&finding.id).or_insert(finding.severity);
        *severity = finding.severity.max(*severity);
    }
    let mut writer = Writer::new(out);
    writer.raw("{\n\"version\":1,\n\"findings\":[");
    for (at, (id, severity)) in entries.iter().enumerate() {
        writer.raw(if at == 0 { "\n" } else { ",\n" }).raw("{\"id\":").string(id);
        writer.raw(",\"severity\":").string(severity.name()).raw("}");
        writer.flush_if_full()?;
    }
    writer.raw(if entries.is_empty() { "]\n}\n" } else { "\n]\n}\n" });
    writer.finish()
}
