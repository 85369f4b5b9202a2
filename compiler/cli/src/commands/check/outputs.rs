//! Which formats go where.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use tm_analysis::report::Report;
use tm_emit::{HumanOptions, Run};
use tm_project::Format;

use crate::args::FormatTo;
use crate::error::{CommandError, Result};
use crate::files::Draft;
use crate::terminal::Terminal;

/// Of a text for people in a file.
const FILE_WIDTH: usize = 100;

/// What is written: at most one format to standard output, any number to files.
#[derive(Debug, PartialEq, Eq)]
pub struct Outputs {
    standard: Option<Format>,
    files: Vec<(Format, PathBuf)>,
}

impl Outputs {
    /// What `--format` and `--output` mean together.
    pub fn new(formats: &[FormatTo], output: Option<&Path>) -> Result<Outputs> {
        let mut outputs = Outputs { standard: None, files: Vec::new() };
        let mut standard: Vec<Format> = Vec::new();
        for to in formats {
            match &to.file {
                Some(file) => outputs.files.push((to.format, file.clone())),
                None => standard.push(to.format),
            }
        }
        if formats.is_empty() {
            standard.push(Format::Human);
        }
        if let [one, other, ..] = standard.as_slice() {
            let (one, other) = (one.name(), other.name());
            let message = format!("`{one}` and `{other}` cannot both be written to one place");
            return Err(CommandError::new(message).help(format!("give one a file of its own: `--format {other}=FILE`")));
        }
        match (standard.first(), output) {
            (Some(format), Some(file)) => outputs.files.push((*format, file.to_path_buf())),
            (Some(format), None) => outputs.standard = Some(*format),
            (None, Some(_)) => {
                let message = "nothing is left for `--output`: each format has a file of its own";
                return Err(CommandError::new(message).help("remove `--output`, or add a `--format` without a file"));
            }
            (None, None) => {}
        }
        let mut seen = BTreeSet::new();
        if let Some((_, file)) = outputs.files.iter().find(|(_, file)| !seen.insert(plain(file))) {
            let message = format!("two formats cannot both be written to `{}`", file.display());
            return Err(CommandError::new(message).help("give each a file of its own"));
        }
        Ok(outputs)
    }

    /// Writes all of them. The files appear together at the end: if one cannot be written, none does.
    pub fn write(
        &self,
        report: &Report,
        run: &Run<'_>,
        all: bool,
        terminal: &Terminal,
        started: Instant,
    ) -> Result<()> {
        let mut drafts = Vec::new();
        for (format, file) in &self.files {
            let mut draft = Draft::new(file)?;
            let quiet = terminal.is_quiet();
            let human = HumanOptions { colour: false, width: FILE_WIDTH, all, elapsed: None, quiet };
            draft.write(|to| write(*format, report, run, &human, to))?;
            drafts.push(draft);
        }
        for draft in drafts {
            draft.publish()?;
        }
        if let Some(format) = self.standard {
            // The time is for people: what programs read is the same each time.
            let elapsed = (format == Format::Human).then(|| started.elapsed());
            let Terminal { colour, width, .. } = *terminal;
            let human = HumanOptions { colour, width, all, elapsed, quiet: terminal.is_quiet() };
            let mut output = terminal.output();
            output.write(|to| write(format, report, run, &human, to))?;
            output.finish()?;
        }
        Ok(())
    }
}

/// Without `.` parts, so that the same file is seen to be the same.
fn plain(file: &Path) -> PathBuf {
    file.components().filter(|part| *part != Component::CurDir).collect()
}

fn write(format: Format, report: &Report, run: &Run<'_>, human: &HumanOptions, to: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => tm_emit::human(report, human, to),
        Format::Concise => tm_emit::concise(report, human, to),
        Format::Json => tm_emit::json(report, crate::open::threads(), to),
        Format::Sarif => tm_emit::sarif(report, run, to),
        Format::Github => tm_emit::github(report, run, to),
        Format::Gitlab => tm_emit::gitlab(report, run, to),
        Format::Junit => tm_emit::junit(report, run, to),
        Format::Markdown => tm_emit::markdown(report, run, to),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn outputs(formats: &[(Format, &str)], output: Option<&str>) -> Result<Outputs> {
        let formats = formats.iter().map(|(format, file)| FormatTo {
            format: *format,
            file: Some(PathBuf::from(file)).filter(|file| file != Path::new("")),
        });
        Outputs::new(&formats.collect::<Vec<_>>(), output.map(Path::new))
    }

    #[test]
    fn what_has_no_file_goes_to_standard_output_or_where_output_says() {
        assert_eq!(outputs(&[], None).unwrap(), Outputs { standard: Some(Format::Human), files: Vec::new() });
        let both = outputs(&[(Format::Sarif, "a"), (Format::Human, "")], None).unwrap();
        assert_eq!(both, Outputs { standard: Some(Format::Human), files: vec![(Format::Sarif, "a".into())] });
        let files = outputs(&[(Format::Json, "")], Some("a")).unwrap();
        assert_eq!(files, Outputs { standard: None, files: vec![(Format::Json, "a".into())] });
        let file = outputs(&[(Format::Json, "a")], None).unwrap();
        assert_eq!(file, Outputs { standard: None, files: vec![(Format::Json, "a".into())] });
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(outputs(&[(Format::Json, ""), (Format::Human, "")], None).is_err());
        assert!(outputs(&[(Format::Json, "a")], Some("b")).is_err());
        assert!(outputs(&[(Format::Json, "a"), (Format::Sarif, "./a")], None).is_err());
        assert!(outputs(&[(Format::Json, "a"), (Format::Sarif, "")], Some("a")).is_err());
    }
}
