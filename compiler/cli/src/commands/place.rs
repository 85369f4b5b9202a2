//! Byte offsets as people count.

/// `path:line:column`, both from 1, columns in Unicode scalar values.
pub fn of(path: &str, text: &str, offset: u32) -> String {
    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
    let before = text.get(..text.floor_char_boundary(offset)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{path}:{line}:{column}")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn lines_and_columns_begin_at_one() {
        assert_eq!(of("a.tm", "", 0), "a.tm:1:1");
        assert_eq!(of("a.tm", "a\né漢x", 7), "a.tm:2:3");
        assert_eq!(of("a.tm", "a\n", 99), "a.tm:2:1");
    }
}
