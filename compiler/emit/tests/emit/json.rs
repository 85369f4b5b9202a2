//! JSON, against its schema.

use serde_json::Value;
use tm_analysis::report::{Provenance, Severity};

use crate::schema;
use crate::support::*;

#[test]
fn a_bit_of_everything() {
    insta::assert_snapshot!(json(&cloudcart()));
}

#[test]
fn it_obeys_its_schema() {
    for report in [cloudcart(), files(&[]), files(&[("a.tm", "")])] {
        let value: Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(schema::violations(&value), Vec::<String>::new());
    }
}

#[test]
fn the_schema_is_not_lenient() {
    let good: Value = serde_json::from_str(&json(&cloudcart())).unwrap();
    for (pointer, bad) in [
        ("/findings/0/severity", "grave"),
        ("/findings/0/location/line", "1"),
        ("/findings/0/because/0/provenance", "guessed"),
        ("/notices/0/severity", "high"),
        ("/summary/findings", "none"),
    ] {
        let mut value = good.clone();
        *value.pointer_mut(pointer).unwrap() = bad.into();
        assert_ne!(schema::violations(&value), Vec::<String>::new(), "{pointer}");
    }
    let mut value = good.clone();
    value["findings"][0].as_object_mut().unwrap().remove("help");
    assert_eq!(schema::violations(&value), ["$.findings[0]: no `help`"]);
    let mut value = good;
    value["findings"][0]["surplus"] = 1.into();
    assert_eq!(schema::violations(&value), ["$.findings[0]: surplus `surplus`"]);
}

#[test]
fn columns_count_scalar_values_and_the_end_is_exclusive() {
    let text = "// x\r\nnote \"é😀漢\" here\n";
    let mut report = files(&[("dir/a.tm", text)]);
    let mut one = finding("some-rule", Severity::Low, &[], "it", place(&report, 0, "here", 0));
    one.because = vec![reason("a", "b", "c", Provenance::Stated, span(0, 0, text.len()))];
    report.findings.push(one);
    let value: Value = serde_json::from_str(&json(&report)).unwrap();
    let finding = &value["findings"][0];
    assert_eq!(
        finding["location"].to_string(),
        r#"{"file":"dir/a.tm","line":2,"column":12,"endLine":2,"endColumn":16}"#
    );
    assert_eq!(
        finding["because"][0]["location"].to_string(),
        r#"{"file":"dir/a.tm","line":1,"column":1,"endLine":3,"endColumn":1}"#
    );
}

#[test]
fn strings_survive_their_escapes() {
    let text = "\u{1b}\u{9b}\u{202e}\u{7f}\u{e0041}\"\\\n漢";
    let mut report = files(&[("a.tm", "x")]);
    report.findings.push(finding("some-rule", Severity::Low, &[text], text, span(0, 0, 1)));
    let shown = json(&report);
    assert!(shown.contains(r"\u009b\u202e\u007f\udb40\udc41"), "{shown}");
    let value: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(value["findings"][0]["message"], text);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(json(&cloudcart()), json(&cloudcart()));
}

#[test]
fn so_do_several_threads() {
    let mut report = cloudcart();
    let questions = report.questions.clone();
    report.questions = (0..3000).filter_map(|at| questions.get(at % questions.len()).cloned()).collect();
    let alone = json(&report);
    assert_eq!(alone.matches("\n{\"element\"").count(), 3000);
    for threads in [2, 3, 8] {
        let mut out = Vec::new();
        tm_emit::json(&report, threads, &mut out).unwrap();
        assert!(out == alone.as_bytes(), "{threads} threads write something else");
    }
}

#[test]
fn a_full_disk_ends_all_threads() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut report = cloudcart();
    let first = report.questions[0].clone();
    report.questions = vec![first; 20_000];
    let error = tm_emit::json(&report, 4, &mut Full).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
}
