//! Bytes to text: what is not UTF-8 is reported at its first bad byte and replaced, so that the rest is still checked.

use crate::Problem;

/// The text of `path`, and what was wrong with it.
pub(crate) fn decode(bytes: Vec<u8>, path: &str) -> (String, Option<Problem>) {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error,
    };
    let start = error.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
    // What comes before is the same in both, so the first replacement character stands where the bad byte stood.
    let end = start + char::REPLACEMENT_CHARACTER.len_utf8();
    let byte = error.as_bytes().get(start).copied().unwrap_or_default();
    let problem = Problem::error("invalid-utf-8", path, format!("the byte 0x{byte:02x} is not UTF-8"))
        .at(offset(start)..offset(end))
        .help("save the file as UTF-8");
    (text, Some(problem))
}

pub(crate) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_covers_the_replacement_in_the_text() {
        let (text, problem) = decode(b"ab\xffcd\xfe".to_vec(), "x.tm");
        assert_eq!(text, "ab\u{fffd}cd\u{fffd}");
        let found = problem.map(|problem| (problem.range, problem.message));
        assert_eq!(found, Some((Some(2..5), "the byte 0xff is not UTF-8".to_owned())));
    }

    #[test]
    fn a_character_cut_off_at_the_end_is_reported() {
        let (_, problem) = decode(b"a\xe2\x82".to_vec(), "x.tm");
        assert_eq!(problem.and_then(|p| p.range), Some(1..4));
    }
}
