//! From what files say to a world that rules can judge: elements, names, structure, values.
//!
//! Each step is a pure function of plain data; the database only decides when to run it again. A project is one world of
//! many units, a test is a world of one.

pub(crate) mod decisions;
pub(crate) mod declare;
pub(crate) mod names;
pub(crate) mod references;
pub(crate) mod rows;
pub(crate) mod safeguards;
pub(crate) mod scopes;
pub(crate) mod slots;
pub(crate) mod statements;
pub(crate) mod topology;
