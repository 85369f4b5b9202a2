//! The incremental room: names, vocabulary, values, the checked model, rules that run over it, and the report.

pub mod catalogue;
mod check;
mod db;
mod diagnostic;
mod docs;
pub mod errors;
mod explain;
mod frameworks;
pub mod hir;
mod hostile;
pub mod in_scope;
pub mod inspect;
mod locate;
mod lower;
mod modules;
pub mod occurrences;
mod prepare;
mod priority;
pub mod report;
mod reporting;
mod retired;
mod scope;
mod spans;
pub mod stdlib;
mod suggestion;
mod testing;
mod threads;
mod vocabulary;
mod world;

pub use db::{
    Changed, Database, Db, FileInput, Project, ProjectInput, RuleLevel, Settings, SourceFile, Stop, schema,
    unless_changed,
};
pub use diagnostic::{Diagnostic, Label, Level};
pub use explain::{Explanation, assumption_names, explain, explain_symbol, rule_names, suggestions};
pub use hostile::is_hostile;
pub use modules::Origin;
pub use prepare::{prepare, prepare_elements};
pub use reporting::{
    Baseline, BaselineEntry, InputProblem, NamedPlace, NamedSort, Pages, Profile, ReportOptions, error_count,
    file_report, outside_report, own_report, problems, report, report_on, syntax_report,
};
pub use retired::{RetiredRules, retired_rules};
pub use suggestion::nearest;
pub use testing::{TestFailure, TestOutcome, TestRun, Tests, run_test, run_tests};
pub use tm_model::{
    AttrId, Attribute, Builtin, Class, Date, ElementId, EnumId, EnumValueId, KindId, RelationId, Schema, Set, Type,
    Value,
};
