//! Bytes to text: what is not UTF-8 is reported at its first bad byte and replaced, so that the rest is still checked.

use crate::Problem;

/// The text of `path`, and what was wrong with it.
pub(crate) fn decode(bytes: Vec<u8>, path: &str) -> (String, Option<Problem>) {
    if let Some(text) = utf_16(&bytes) {
        let problem = Problem::error("invalid-utf-8", path, "this file is UTF-16, not UTF-8").at(0..0);
        return (text, Some(problem.help("save the file as UTF-8")));
    }
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

/// The text of bytes that begin like UTF-16: with its mark, or with two ASCII characters.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let is_little = match bytes {
        [0xff, 0xfe, ..] => true,
        [0xfe, 0xff, ..] => false,
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => true,
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => false,
        _ => return None,
    };
    let unit = |pair: &[u8]| match pair {
        [low, high] if is_little => u16::from_le_bytes([*low, *high]),
        [high, low] => u16::from_be_bytes([*high, *low]),
        _ => u16::from_be_bytes([0xff, 0xfd]),
    };
    let units: Vec<u16> = bytes.chunks(2).map(unit).collect();
    Some(String::from_utf16_lossy(&units))
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
    fn a_file_in_utf_16_is_read_with_one_error() {
        let little: Vec<u8> = "sé".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "no".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, expected) in [
            ([b"\xff\xfe".to_vec(), little].concat(), "\u{feff}sé"),
            ([b"\xfe\xff".to_vec(), big.clone()].concat(), "\u{feff}no"),
            (big.clone(), "no"),
            ([big, vec![0]].concat(), "no\u{fffd}"),
        ] {
            let (text, problem) = decode(bytes, "x.tm");
            assert_eq!(text, expected);
            assert_eq!(problem.map(|problem| problem.message), Some("this file is UTF-16, not UTF-8".to_owned()));
        }
        let (text, problem) = decode(b"a\0\0b".to_vec(), "x.tm");
        assert_eq!((text.as_str(), problem), ("a\0\0b", None));
    }

    #[test]
    fn a_character_cut_off_at_the_end_is_reported() {
        let (_, problem) = decode(b"a\xe2\x82".to_vec(), "x.tm");
        assert_eq!(problem.and_then(|p| p.range), Some(1..4));
    }
}
