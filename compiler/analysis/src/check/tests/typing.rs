//! The type of every form.

use super::{check, declaration_wrong, fine, said, wrong};

#[test]
fn conditions_are_bool() {
    fine("not s.exposed and (s.exposed or e.secret)");
    wrong(
        "f.encryption",
        "type-mismatch at f.encryption: expected `bool`, but `f.encryption` is `Encryption`; compare it, \
         `f.encryption == none`, or read a field of it, `f.encryption.weak`",
    );
    wrong(
        "not s.data",
        "type-mismatch at s.data: expected `bool`, but `s.data` is `[data]`; ask whether there is one: `any x in s.data`, \
         or what holds of them: `all x in s.data: …`",
    );
    wrong(
        "s.exposed or f.from",
        "type-mismatch at f.from: expected `bool`, but `f.from` is `component`; ask whether it is stated, `f.from is set`, \
         or what it is, `f.from is …`",
    );
    wrong(
        "s.exposed and s.replicas",
        "type-mismatch at s.replicas: expected `bool`, but `s.replicas` is `int`; compare it: `s.replicas == …`",
    );
}

#[test]
fn comparisons_need_one_type() {
    fine("s.replicas == 1 and s.note == \"x\" and s.since != 2026-01-01 and s.exposed == true and f.from == s");
    fine("s.data == f.data and s.data == []");
    wrong(
        "f.encryption == \"none\"",
        "type-mismatch at \"none\": `Encryption` and `text` cannot be compared; write the value without quotes",
    );
    wrong(
        "f.validates == sig",
        "type-mismatch at sig: `[Claim]` and `Claim` cannot be compared; ask whether it is in the list, `sig in f.validates`, \
         or range over it",
    );
    wrong("s == d", "type-mismatch at d: `workload` and `data` cannot be compared; no element is of both kinds");
    wrong(
        "s == \"cart\"",
        "type-mismatch at \"cart\": `workload` and `text` cannot be compared; compare its name: `s.name`",
    );
    wrong(
        "f.encryption == true",
        "type-mismatch at true: `Encryption` and `bool` cannot be compared; read a field of it: `f.encryption.weak`",
    );
    wrong(
        "f.encryption == s.checked-at",
        "type-mismatch at s.checked-at: `Encryption` and `Place` cannot be compared; compare with one of its values: \
         `none`, `tls` and `mtls`",
    );
}

#[test]
fn only_what_has_an_order_is_less() {
    fine("s.replicas <= 3 and s.since > 2026-01-01 and d.classification < confidential");
    wrong(
        "f.encryption >= tls",
        "type-mismatch at f.encryption >= tls: `Encryption` has no order; list the values that are meant, \
         `f.encryption in […]`, or declare it as a `scale`",
    );
    wrong(
        "s.note < \"x\"",
        "type-mismatch at s.note < \"x\": `text` has no order; only numbers, dates and scales have an order",
    );
}

#[test]
fn in_looks_into_a_list_of_that_type() {
    fine("d in s.data and f.from in service and s.replicas in [1, 2]");
    wrong(
        "f.encryption in none",
        "type-mismatch at none: `none` is `Encryption`, not a list; write `== none`, or a list: `[none]`",
    );
    wrong("s in s.data", "type-mismatch at s: `workload` is never in `[data]`; no element is of both kinds");
    wrong(
        "s.data in f.data",
        "type-mismatch at s.data: `[data]` is never in `[data]`; range over it: `any x in s.data: x in f.data`, or `all`",
    );
}

#[test]
fn lists_have_one_type() {
    fine("f.from in [s, f.to]");
    wrong(
        "s.replicas in [1, true]",
        "type-mismatch at true: a `bool` in a list of `int`; all elements of a list have one type",
    );
    let said = said("for s: workload where s.replicas in [1, 2, 1]");
    assert_eq!(said, ["duplicate-value at 1: this value stands in the list twice; remove one of them: lists are sets"]);
}

#[test]
fn both_branches_have_one_type() {
    fine("(if s.exposed then s.replicas else 2) > 1");
    fine("f.to == (if f.from is workload then f.from else s)");
    wrong(
        "(if s.exposed then 1 else true) == 1",
        "type-mismatch at true: `then` is `int`, but `else` is `bool`; let both have one type",
    );
    wrong(
        "if s.replicas then true else false",
        "type-mismatch at s.replicas: expected `bool`, but `s.replicas` is `int`; compare it: `s.replicas == …`",
    );
}

#[test]
fn attributes_and_fields_are_read_from_what_has_them() {
    fine("f.encryption.weak and f.from.boundary.parent is zone");
    wrong(
        "f.encrypton == none",
        "unknown-attribute at encrypton: `flow` has no attribute `encrypton`; did you mean `encryption`?",
    );
    wrong(
        "s.encryption == none",
        "unknown-attribute at encryption: `workload` has no attribute `encryption`; it is an attribute of `flow`",
    );
    wrong(
        "f.from.exposed",
        "type-mismatch at exposed: `exposed` is an attribute of `workload`, not of every `component`; narrow it first: \
         `f.from is workload and …`",
    );
    wrong(
        "s.data.classification == internal",
        "type-mismatch at classification: `s.data` is a list, and has no `classification`; range over it: \
         `any x in s.data: x.classification`",
    );
    wrong("f.encryption.weka", "unknown-attribute at weka: `Encryption` has no field `weka`; did you mean `weak`?");
    wrong(
        "f.encryption.none",
        "unknown-attribute at none: `Encryption` has no field `none`; to ask for a value, write `== none`",
    );
    wrong(
        "s.replicas.max > 1",
        "type-mismatch at max: `s.replicas` is `int`, and has no `max`; only elements have attributes, and enums may have fields",
    );
}

#[test]
fn one_mistake_is_one_error() {
    wrong(
        "f.encrypton in [none, tls]",
        "unknown-attribute at encrypton: `flow` has no attribute `encrypton`; did you mean `encryption`?",
    );
    wrong(
        "any x in f.dta: x.classification > x.secret or x is gateway",
        "unknown-attribute at dta: `flow` has no attribute `dta`; did you mean `data`?",
    );
}

#[test]
fn literals_that_say_nothing_are_refused() {
    wrong(
        "s.since < 2026-02-30",
        "bad-date at 2026-02-30: `2026-02-30` is no day of the calendar; write year-month-day, such as `2026-12-31`",
    );
    wrong(
        "s.replicas > 99999999999999999999",
        "number-too-large at 99999999999999999999: this number is too large; numbers go up to 9223372036854775807",
    );
}

#[test]
fn is_asks_elements_for_their_kind() {
    fine(
        "f.to is not gateway and f.to is std.service and f.encryption is not unknown and s.data is set and s.note is known",
    );
    wrong("f.to is servce", "unknown-kind at servce: there is no kind `servce`; did you mean `service`?");
    wrong(
        "f.to is Encryption",
        "unknown-kind at Encryption: there is no kind `Encryption`; this is an enum; only elements have a kind",
    );
    wrong(
        "f.encryption is tls",
        "type-mismatch at f.encryption: only elements have a kind; this is `Encryption`; compare it: `f.encryption == tls`",
    );
    wrong(
        "s is zone",
        "impossible-kind at zone: `s` is a `workload`, and never a `zone`; remove the test, or ask for a kind below `workload`",
    );
    // A warning: the rule runs.
    wrong(
        "s is not zone",
        "impossible-kind at zone: `s` is a `workload`, and never a `zone`; remove the test: it always holds",
    );
}

#[test]
fn computations_have_the_type_of_their_attribute() {
    assert_eq!(
        check("extend flow { derive inside: bool = self.from is workload and self.from.exposed }").said(),
        [""; 0]
    );
    assert_eq!(
        check("extend flow { derive carried: [data] = collect ds in [self.data, self.returns], d in ds: d }").said(),
        [""; 0]
    );
    assert_eq!(
        check("extend flow { derive worst: Classification = max d in self.data: d.classification }").said(),
        [""; 0]
    );
    assert_eq!(
        check("extend flow { fact mode: Encryption = none  fact extra: [Claim] = [sig]  fact more: [data] = [] }")
            .said(),
        [""; 0]
    );
    assert_eq!(check("extend flow { derive others: [workload] = workload }").said(), [""; 0]);
    declaration_wrong(
        "extend flow { derive near: workload = self.from }",
        "type-mismatch at self.from: expected `workload`, but `self.from` is `component`; narrow it first: `self.from is workload`",
    );
    declaration_wrong(
        "extend flow { derive many: [data] = collect x in component: x.data }",
        "type-mismatch at collect x in component: x.data: expected `[data]`, but this is `[[data]]`; flatten it with two generators: \
         `collect xs in …, x in xs: x`",
    );
    declaration_wrong(
        "extend flow { derive one: [data] = max d in self.data: d.classification }",
        "type-mismatch at max d in self.data: d.classification: expected `[data]`, but this is `Classification`; \
         write a list: `[…]`",
    );
    declaration_wrong(
        "extend flow { derive n: int = self.data }",
        "type-mismatch at self.data: expected `int`, but `self.data` is `[data]`; count them: `count x in self.data`",
    );
}

#[test]
fn nesting_as_deep_as_the_parser_allows_is_checked() {
    for (open, close) in
        [("(", ")"), ("not (", ")"), ("(if s.exposed then ", " else s.exposed)"), ("(any x in s.data: ", ")")]
    {
        let condition = format!("{}s.exposed{}", open.repeat(100), close.repeat(100));
        fine(&condition);
    }
    let long = vec!["s.exposed"; 4_000].join(" and ");
    fine(&long);
}
