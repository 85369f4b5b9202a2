//! Text broken into lines of a given width, in terminal columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Lines at most `width` columns wide; a word that is wider than that is broken. Never empty.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let wide = word.width();
        if used > 0 && used + 1 + wide <= width {
            line.push(' ');
            line.push_str(word);
            used += 1 + wide;
            continue;
        }
        if used > 0 {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if wide <= width {
            line.push_str(word);
            used = wide;
            continue;
        }
        for char in word.chars() {
            let wide = char.width().unwrap_or(0);
            if used + wide > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(char);
            used += wide;
        }
    }
    if used > 0 || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// As many parts on a line as fit; a part that is too long for one is wrapped.
pub(crate) fn pack(parts: &[String], between: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.width() + between.width() + part.width() <= width => {
                line.push_str(between);
                line.push_str(part);
            }
            _ => lines.extend(wrap(part, width)),
        }
    }
    lines
}

/// The longest beginning of a text that fits, with `…` if something is missing.
pub(crate) fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let mut shown = String::new();
    for char in text.chars() {
        used += char.width().unwrap_or(0);
        if used > width {
            break;
        }
        shown.push(char);
    }
    shown.push('…');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("漢字漢字 x", 5), ["漢字", "漢字", "x"]);
    }

    #[test]
    fn parts_stay_whole_where_they_can() {
        let parts = ["one two", "three", "four five six"].map(str::to_owned);
        assert_eq!(pack(&parts, " - ", 15), ["one two - three", "four five six"]);
        assert_eq!(pack(&parts, " - ", 9), ["one two", "three", "four five", "six"]);
    }

    #[test]
    fn fit_cuts_by_columns() {
        assert_eq!(fit("漢字漢字", 5), "漢字…");
        assert_eq!(fit("abc", 3), "abc");
    }
}
