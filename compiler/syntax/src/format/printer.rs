//! Prints a document: a group stays on one line if it fits, with what must follow it there.

use super::comments::Comment;
use super::document::{Break, Event};
use super::text_block::reindent;

/// Columns of a line.
const WIDTH: usize = 100;
/// Spaces of a level.
const INDENT: usize = 2;

pub(super) fn print(events: &[Event<'_>]) -> String {
    let sizes = Sizes::of(events);
    let mut printer = Printer::default();
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Token(text) => printer.text(text),
            Event::TextBlock(text) => printer.text_block(text),
            Event::Verbatim(text) => printer.verbatim(text),
            Event::Gap { spaces, breaks, comments, blank_after } => {
                printer.gap(*spaces, *breaks, comments, *blank_after);
            }
            Event::TrailingComma if printer.is_broken() => printer.text(","),
            Event::TrailingComma => {}
            Event::Open { .. } => {
                let fits = sizes.group(index).is_some_and(|size| printer.next_column() + size <= WIDTH);
                printer.groups.push(printer.is_broken() && !fits);
            }
            Event::Close => {
                printer.groups.pop();
            }
            Event::Indent => printer.indent += 1,
            Event::Dedent => printer.dedent(),
        }
    }
    if !printer.out.is_empty() {
        printer.out.push('\n');
    }
    printer.out
}

// ---- sizes --------------------------------------------------------------------------------------------------------

/// How wide groups are.
struct Sizes {
    /// For each group by the index of its opening: columns on one line with what must follow; `None` if it has to be broken.
    groups: Vec<Option<usize>>,
}

impl Sizes {
    fn of(events: &[Event<'_>]) -> Sizes {
        let tails = tails(events);
        let mut groups = vec![None; events.len()];
        let mut open: Vec<(usize, usize, usize)> = Vec::new();
        let (mut width, mut forced) = (0, 0);
        for (index, event) in events.iter().enumerate() {
            match event {
                Event::Token(text) => width += columns(text),
                Event::TextBlock(text) => {
                    width += columns(text);
                    forced += usize::from(text.contains('\n'));
                }
                Event::Gap { spaces, breaks, comments, .. } => {
                    width += spaces;
                    forced += usize::from(*breaks == Break::Always || !comments.is_empty());
                }
                Event::Open { is_broken } => {
                    open.push((index, width, forced));
                    forced += usize::from(*is_broken);
                }
                Event::Close => {
                    if let Some((start, width_before, forced_before)) = open.pop()
                        && let Some(group) = groups.get_mut(start)
                        && forced == forced_before
                    {
                        *group = Some(width - width_before + tails.get(index).copied().unwrap_or(0));
                    }
                }
                Event::Verbatim(_) | Event::TrailingComma | Event::Indent | Event::Dedent => {}
            }
        }
        Sizes { groups }
    }

    fn group(&self, index: usize) -> Option<usize> {
        self.groups.get(index).copied().flatten()
    }
}

/// Columns from each event to the next gap where a line may end.
fn tails(events: &[Event<'_>]) -> Vec<usize> {
    let mut tails = vec![0; events.len()];
    let mut tail = 0;
    for (event, slot) in events.iter().zip(tails.iter_mut()).rev() {
        match event {
            Event::Token(text) => tail += columns(text),
            Event::TextBlock(text) => {
                let first = text.split('\n').next().unwrap_or_default();
                tail = columns(first) + if first.len() < text.len() { 0 } else { tail };
            }
            Event::TrailingComma => tail += 1,
            Event::Gap { spaces, breaks: Break::Never, comments, .. } if comments.is_empty() => tail += spaces,
            Event::Gap { .. } | Event::Verbatim(_) => tail = 0,
            Event::Open { .. } | Event::Close | Event::Indent | Event::Dedent => {}
        }
        *slot = tail;
    }
    tails
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

// ---- printing -----------------------------------------------------------------------------------------------------

#[derive(Default)]
struct Printer {
    out: String,
    column: usize,
    /// Levels.
    indent: usize,
    /// Spaces in front of the current line.
    line_indent: usize,
    /// Whether each open group is broken.
    groups: Vec<bool>,
    /// A line break that is written with the next text.
    pending: Option<NewLine>,
}

#[derive(Clone, Copy)]
struct NewLine {
    is_blank_before: bool,
    /// Levels.
    indent: usize,
}

impl Printer {
    fn is_broken(&self) -> bool {
        self.groups.last().copied().unwrap_or(true)
    }

    fn next_column(&self) -> usize {
        self.pending.map_or(self.column, |line| line.indent * INDENT)
    }

    /// A closing bracket behind the end of a line stands where its opening line does.
    fn dedent(&mut self) {
        self.indent = self.indent.saturating_sub(1);
        if let Some(line) = &mut self.pending {
            line.indent = self.indent;
        }
    }

    fn gap(&mut self, spaces: usize, breaks: Break, comments: &[Comment<'_>], blank_after: bool) {
        let breaks_here = match breaks {
            Break::Never => false,
            Break::WithGroup => self.is_broken(),
            Break::Always => true,
        };
        if comments.is_empty() && !breaks_here {
            for _ in 0..spaces {
                self.out.push(' ');
            }
            self.column += spaces;
            return;
        }
        let indent = self.indent + usize::from(!breaks_here);
        for comment in comments {
            if comment.is_trailing {
                self.out.push(' ');
            } else {
                self.pending = Some(NewLine { is_blank_before: comment.blank_before, indent });
            }
            self.text(comment.text);
        }
        self.pending = Some(NewLine { is_blank_before: blank_after, indent });
    }

    fn start_line(&mut self, is_indented: bool) {
        let Some(line) = self.pending.take() else { return };
        if !self.out.is_empty() {
            self.out.push('\n');
            if line.is_blank_before {
                self.out.push('\n');
            }
        }
        self.line_indent = if is_indented { line.indent * INDENT } else { 0 };
        self.out.extend(std::iter::repeat_n(' ', self.line_indent));
        self.column = self.line_indent;
    }

    fn text(&mut self, text: &str) {
        self.start_line(true);
        self.out.push_str(text);
        self.column += columns(text);
    }

    fn text_block(&mut self, text: &str) {
        self.start_line(true);
        let text = reindent(text, self.line_indent);
        self.out.push_str(&text);
        match text.rsplit_once('\n') {
            Some((_, last)) => self.column = columns(last),
            None => self.column += columns(&text),
        }
    }

    fn verbatim(&mut self, text: &str) {
        self.start_line(false);
        self.out.push_str(text);
        self.column = columns(text.rsplit('\n').next().unwrap_or_default());
    }
}
