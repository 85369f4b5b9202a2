//! What the command tells its caller.

/// The exit code, worst last: the worst of several wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing that matters was found.
    Clean,
    /// There are findings, failed tests, or files that `fmt` would change.
    Findings,
    /// The model has errors, so that not everything could be judged.
    Errors,
    /// The command could not do its work: wrong usage, or a file that cannot be read or written.
    Failure,
}

impl Exit {
    pub fn code(self) -> i32 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Errors => 2,
            Exit::Failure => 3,
        }
    }
}
