//! Writing files: whole, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{CommandError, Result};

/// A file on its way. Nothing is at its place until [`Draft::publish`].
pub struct Draft {
    path: PathBuf,
    to: To,
}

enum To {
    Beside(BufWriter<NamedTempFile>),
    /// A device or a pipe: there is nothing to put in its place.
    Straight(BufWriter<File>),
}

impl Draft {
    pub fn new(path: &Path) -> Result<Draft> {
        let failed = |error: &io::Error| cannot_write(path, error);
        if let Ok(metadata) = fs::metadata(path) {
            if metadata.is_dir() {
                let message = format!("cannot write `{}`: it is a folder", path.display());
                return Err(CommandError::new(message).help("name a file in it"));
            }
            if !metadata.is_file() {
                let file = OpenOptions::new().write(true).open(path).map_err(|error| failed(&error))?;
                return Ok(Draft { path: path.to_path_buf(), to: To::Straight(BufWriter::new(file)) });
            }
        }
        let path = match fs::symlink_metadata(path) {
            // What a link leads to is written, and the link stays.
            Ok(metadata) if metadata.is_symlink() => fs::canonicalize(path).map_err(|error| failed(&error))?,
            _ => path.to_path_buf(),
        };
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            let message = format!("cannot write `{}`: there is no folder `{}`", path.display(), folder.display());
            return Err(CommandError::new(message).help("make it first"));
        }
        let file = builder().tempfile_in(folder).map_err(|error| failed(&error))?;
        if let Ok(metadata) = fs::metadata(&path) {
            let permissions = metadata.permissions();
            if permissions.readonly() {
                return Err(CommandError::new(format!("cannot write `{}`: it is read-only", path.display())));
            }
            // Who may read it, and whether it can be run, does not change.
            file.as_file().set_permissions(permissions).map_err(|error| failed(&error))?;
        }
        Ok(Draft { path, to: To::Beside(BufWriter::with_capacity(1 << 16, file)) })
    }

    pub fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let to: &mut dyn Write = match &mut self.to {
            To::Beside(file) => file,
            To::Straight(file) => file,
        };
        let written = write(to).and_then(|()| to.flush());
        written.map_err(|error| cannot_write(&self.path, &error))
    }

    /// Puts it in its place.
    pub fn publish(self) -> Result<()> {
        let To::Beside(file) = self.to else { return Ok(()) };
        let file = file.into_inner().map_err(|error| cannot_write(&self.path, error.error()))?;
        file.persist(&self.path).map_err(|error| cannot_write(&self.path, &error.error))?;
        Ok(())
    }

    /// Puts it in its place, where nothing may be.
    pub fn publish_new(self) -> Result<()> {
        let To::Beside(file) = self.to else { return Err(taken(&self.path)) };
        let file = file.into_inner().map_err(|error| cannot_write(&self.path, error.error()))?;
        file.persist_noclobber(&self.path).map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => taken(&self.path),
            _ => cannot_write(&self.path, &error.error),
        })?;
        Ok(())
    }
}

/// What is written is for others too, as far as the user lets them.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tm-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

fn taken(path: &Path) -> CommandError {
    CommandError::new(format!("there is a file `{}` already", path.display()))
        .help("nothing is overwritten: move it away first, or choose another name")
}

fn cannot_write(path: &Path, error: &io::Error) -> CommandError {
    CommandError::new(format!("cannot write `{}`: {}", path.display(), error.kind()))
}
