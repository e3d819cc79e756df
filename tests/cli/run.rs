//! Runs the program in a folder of its own.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A repository that exists as long as the value does.
pub struct Repository(TempDir);

impl Repository {
    /// A repository with these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the program in the repository's folder.
    pub fn run(&self, arguments: &[&str]) -> Said {
        self.run_in(".", arguments)
    }

    /// Runs the program in a folder of the repository.
    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Said {
        said(command(&self.path().join(folder)).args(arguments).output().unwrap())
    }
}

/// The program, with an environment that says nothing about colours or workflows.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clauselint"));
    command.current_dir(folder).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(name);
    }
    command
}

/// What a run said.
#[derive(Debug)]
pub struct Said {
    pub status: i32,
    pub out: String,
    pub err: String,
}

pub fn said(output: Output) -> Said {
    Said {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
