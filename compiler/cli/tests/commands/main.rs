//! Literate tests of the command: each Markdown file shows commands and what they print, to be read by people.
//!
//! `NAME.in` beside `NAME.md` is the folder that its commands run in; with a `NAME.out` they run in a copy of it, which has to
//! look like that afterwards. `? 3` is an exit code, `[..]` any text in a line, `...` any lines.
//! `TRYCMD=overwrite cargo test -p tm --test commands` takes over what is printed now.

#[test]
fn the_commands_do_what_is_shown() {
    let cases = trycmd::TestCases::new();
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TM_STDLIB"] {
        cases.env(variable, "");
    }
    cases.case("tests/commands/*.md");
}
