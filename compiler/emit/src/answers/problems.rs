//! What is wrong with a question.

use std::io::{self, Write};

use tm_analysis::report::Report;

use super::AnswerOptions;
use crate::human::{HumanOptions, errors};

/// The errors of a report alone, as `tm check` shows them.
pub fn problems(report: &Report, options: &AnswerOptions<'_>, out: &mut dyn Write) -> io::Result<()> {
    let human =
        HumanOptions { colour: options.colour, width: options.width, all: options.all, ..HumanOptions::default() };
    errors(report, &human, out)
}
