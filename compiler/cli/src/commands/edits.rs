//! Changed sources: shown as a diff, or put in their places.

use std::path::Path;

use similar::TextDiff;
use tm_emit::inline;

use crate::error::Result;
use crate::files::Draft;
use crate::terminal::Output;

/// Longer paths are cut.
pub const PATH: usize = 600;

/// A source as it was and as it is to be.
pub struct Edited {
    /// Relative to the project.
    pub path: String,
    /// `None`: there is no such file yet.
    pub before: Option<String>,
    pub after: String,
}

/// Writes a unified diff.
pub fn diff(edited: &Edited, output: &mut Output) -> Result<()> {
    let path = inline(&edited.path, PATH);
    let before = edited.before.as_deref().unwrap_or_default();
    let old = if edited.before.is_some() { format!("a/{path}") } else { "/dev/null".to_owned() };
    let diff = TextDiff::from_lines(before, edited.after.as_str());
    let shown = diff.unified_diff().header(&old, &format!("b/{path}")).to_string();
    for line in shown.lines() {
        output.line(&inline(line, usize::MAX))?;
    }
    Ok(())
}

/// Every file is made before the first is put in its place.
pub fn write(root: &Path, all: &[Edited]) -> Result<()> {
    let mut drafts = Vec::new();
    for edited in all {
        let mut draft = Draft::new(&root.join(&edited.path))?;
        draft.write(|to| to.write_all(edited.after.as_bytes()))?;
        drafts.push(draft);
    }
    drafts.into_iter().try_for_each(Draft::publish)
}

pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
