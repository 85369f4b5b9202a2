//! JSON tokens on their way out, through one buffer: large reports are tens of megabytes.

use std::io::{self, Write};

use serde_json::Value;

use crate::sanitize;

const FULL: usize = 1 << 16;

pub(crate) struct Writer<'w> {
    buffer: Vec<u8>,
    /// `None`: somebody takes what is written.
    out: Option<&'w mut dyn Write>,
}

impl<'w> Writer<'w> {
    pub(crate) fn new(out: &'w mut dyn Write) -> Self {
        Self { buffer: Vec::with_capacity(2 * FULL), out: Some(out) }
    }

    /// One that holds what is written until it is taken.
    pub(crate) fn detached() -> Self {
        Self { buffer: Vec::with_capacity(2 * FULL), out: None }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.buffer.len() >= FULL
    }

    pub(crate) fn flush_if_full(&mut self) -> io::Result<()> {
        if self.is_full() { self.write_out() } else { Ok(()) }
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.write_out()?;
        self.out.map_or(Ok(()), Write::flush)
    }

    /// What has been written since the last time.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        std::mem::replace(&mut self.buffer, Vec::with_capacity(2 * FULL))
    }

    /// Writes what another has written.
    pub(crate) fn append(&mut self, written: &[u8]) -> io::Result<()> {
        self.write_out()?;
        match &mut self.out {
            Some(out) => out.write_all(written),
            None => {
                self.buffer.extend_from_slice(written);
                Ok(())
            }
        }
    }

    fn write_out(&mut self) -> io::Result<()> {
        if let Some(out) = &mut self.out {
            out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    #[inline]
    pub(crate) fn raw(&mut self, json: &str) -> &mut Self {
        self.buffer.extend_from_slice(json.as_bytes());
        self
    }

    pub(crate) fn count(&mut self, count: usize) -> &mut Self {
        self.number(u64::try_from(count).unwrap_or(u64::MAX))
    }

    pub(crate) fn number(&mut self, mut number: u64) -> &mut Self {
        // A `u64` has twenty digits at most.
        let mut digits = [0; 20];
        let mut used = 0;
        for digit in digits.iter_mut().rev() {
            *digit = b"0123456789".get((number % 10) as usize).copied().unwrap_or(b'0');
            number /= 10;
            used += 1;
            if number == 0 {
                break;
            }
        }
        self.buffer.extend_from_slice(digits.get(digits.len() - used..).unwrap_or_default());
        self
    }

    pub(crate) fn optional(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.string(text),
            None => self.raw("null"),
        }
    }

    pub(crate) fn value(&mut self, value: &Value) -> &mut Self {
        match value {
            Value::Null => self.raw("null"),
            Value::Bool(true) => self.raw("true"),
            Value::Bool(false) => self.raw("false"),
            Value::Number(number) => self.raw(&number.to_string()),
            Value::String(text) => self.string(text),
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.raw(if at == 0 { "[" } else { "," }).value(item);
                }
                self.raw(if items.is_empty() { "[]" } else { "]" })
            }
            Value::Object(members) => {
                for (at, (name, member)) in members.iter().enumerate() {
                    self.raw(if at == 0 { "{" } else { "," }).string(name).raw(":").value(member);
                }
                self.raw(if members.is_empty() { "{}" } else { "}" })
            }
        }
    }

    /// Escapes also what a terminal could obey: JSON is often looked at in one.
    pub(crate) fn string(&mut self, text: &str) -> &mut Self {
        self.buffer.reserve(text.len() + 2);
        self.buffer.push(b'"');
        if is_plain(text.as_bytes()) {
            self.raw(text);
        } else {
            for char in text.chars() {
                self.char(char);
            }
        }
        self.buffer.push(b'"');
        self
    }

    fn char(&mut self, char: char) {
        let mut bytes = [0; 4];
        let written = match char {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            char if sanitize::is_hostile(char) => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    self.raw(&format!("\\u{unit:04x}"));
                }
                return;
            }
            char => char.encode_utf8(&mut bytes),
        };
        self.raw(written);
    }
}

/// Whether bytes stand for themselves, by eight: most of what is written are short names.
fn is_plain(bytes: &[u8]) -> bool {
    match bytes.last_chunk() {
        // The last eight may be looked at twice.
        Some(last) => bytes.as_chunks().0.iter().chain([last]).fold(true, |plain, eight| plain & are_plain(*eight)),
        None => bytes.iter().all(|byte| is_plain_byte(*byte)),
    }
}

/// As [`is_plain_byte`] of each. What is carried or borrowed from one byte to the next comes from one that is not plain.
fn are_plain(bytes: [u8; 8]) -> bool {
    let all = |byte: u8| u64::from_le_bytes([byte; 8]);
    let word = u64::from_le_bytes(bytes);
    let below = |word: u64, least: u8| word.wrapping_sub(all(least)) & !word;
    let is = |byte: u8| below(word ^ all(byte), 1);
    (word | below(word, b' ') | word.wrapping_add(all(0x80 - 0x7f)) | is(b'"') | is(b'\\')) & all(0x80) == 0
}

fn is_plain_byte(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') & (byte != b'"') & (byte != b'\\')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;

    fn written(write: impl FnOnce(&mut Writer)) -> String {
        let mut out = Vec::new();
        let mut writer = Writer::new(&mut out);
        write(&mut writer);
        writer.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_char_survives() {
        let text: String = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
        let json = written(|writer| {
            writer.string(&text);
        });
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        assert!(!json.contains(sanitize::is_hostile));
    }

    #[test]
    fn bytes_are_plain_among_others() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                for other in [b' ', b'!', b'#', b'[', b']', b'a', b'~'] {
                    let mut bytes = [other; 8];
                    bytes[at] = byte;
                    assert_eq!(are_plain(bytes), is_plain_byte(byte), "{byte} at {at} among {other}");
                }
            }
        }
    }

    #[test]
    fn numbers() {
        for number in [0, 7, 10, 1234, u64::MAX] {
            assert_eq!(
                written(|writer| {
                    writer.number(number);
                }),
                number.to_string()
            );
        }
    }
}
