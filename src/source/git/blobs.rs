//! The contents of objects, from one `git cat-file` that answers as long as it is asked.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::{Repository, large};
use crate::source::ReadError;

/// Contents by name of object.
#[derive(Debug)]
pub(super) struct Blobs {
    repository: Repository,
    /// Begun when something is first asked: often nothing is.
    asked: OnceLock<Result<Mutex<Talk>, String>>,
    /// Where large files are kept whose blob only says where they are.
    large: PathBuf,
}

#[derive(Debug)]
struct Talk {
    child: Child,
    /// None once there is nothing more to ask.
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Blobs {
    pub(super) fn of(repository: &Repository) -> Self {
        Self { repository: repository.clone(), asked: OnceLock::new(), large: repository.common.join("lfs/objects") }
    }

    /// The contents of an object of at most `limit` bytes.
    pub(super) fn read(&self, id: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let bytes = self.first(id, limit, None)?;
        match self.large(&bytes) {
            Some(path) => whole(&path, limit).unwrap_or(Ok(bytes)),
            None => Ok(bytes),
        }
    }

    /// The first `most` bytes of an object.
    pub(super) fn read_start(&self, id: &str, most: usize) -> Result<Vec<u8>, ReadError> {
        self.first(id, u64::MAX, Some(most))
    }

    fn first(&self, id: &str, limit: u64, most: Option<usize>) -> Result<Vec<u8>, ReadError> {
        let asked = self.asked.get_or_init(|| Talk::begin(&self.repository).map(Mutex::new).map_err(|error| error.to_string()));
        let mut talk = match asked {
            Ok(talk) => talk.lock().unwrap_or_else(PoisonError::into_inner),
            Err(why) => return Err(ReadError::Refused(why.clone())),
        };
        talk.read(id, limit, most).map_err(|error| ReadError::Refused(error.to_string()))?
    }

    /// Where the file lies that a blob stands for, if it does.
    fn large(&self, bytes: &[u8]) -> Option<PathBuf> {
        let name = large::named_by(std::str::from_utf8(bytes).ok()?)?;
        Some(self.large.join(&name[..2]).join(&name[2..4]).join(name))
    }
}

/// A large file, if it was fetched.
#[expect(clippy::disallowed_methods, reason = "what git keeps beside its objects is read as they are")]
fn whole(path: &Path, limit: u64) -> Option<Result<Vec<u8>, ReadError>> {
    let size = std::fs::metadata(path).ok()?.len();
    if size > limit {
        return Some(Err(ReadError::TooLarge(size)));
    }
    std::fs::read(path).ok().map(Ok)
}

impl Talk {
    fn begin(repository: &Repository) -> io::Result<Self> {
        let mut command = repository.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (Some(ask), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Self { child, ask: Some(ask), answers: BufReader::with_capacity(64 << 10, answers) })
    }

    fn read(&mut self, id: &str, limit: u64, most: Option<usize>) -> io::Result<Result<Vec<u8>, ReadError>> {
        let ask = self.ask.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(ask, "{id}")?;
        ask.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        // `NAME TYPE SIZE`, or `NAME missing`: an object that was never fetched.
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let Some(size) = size else { return Ok(Err(ReadError::Refused(format!("git does not have it here ({id})")))) };
        let wanted = if size > limit { 0 } else { size.min(most.map_or(u64::MAX, |most| most as u64)) };
        let mut bytes = vec![0; wanted as usize];
        self.answers.read_exact(&mut bytes)?;
        // The rest, and the line break after it.
        io::copy(&mut (&mut self.answers).take(size - wanted + 1), &mut io::sink())?;
        Ok(if size > limit { Err(ReadError::TooLarge(size)) } else { Ok(bytes) })
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        self.ask = None;
        let _ = self.child.wait();
    }
}
