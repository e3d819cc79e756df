//! What a repository held at another time, or holds in its index: asked of the `git` program, which reads and never writes here.
//!
//! Architecture invariant: nothing that a repository says is executed. `git` is started without a shell, with no hooks, pager, monitor,
//! textconv or transport, and is asked for what objects hold and which files may be others: contents are compared here.

mod blobs;
mod ignored;
pub mod large;
mod links;
mod object;
mod snapshot;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub use snapshot::Snapshot;

/// Why git cannot tell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// The program is not there, or does not start.
    #[error("git cannot be started: {0}")]
    Absent(String),
    /// The folder is in no work tree of git.
    #[error("{folder} is in no git repository")]
    NoRepository {
        /// The root, as given.
        folder: String,
        /// git's own words.
        said: String,
    },
    /// A name that leads to no commit.
    #[error("git knows no revision {name}{}", shallowly(.shallow))]
    UnknownRevision {
        /// As the user wrote it.
        name: String,
        /// The clone holds only the last commits.
        shallow: bool,
    },
    /// Two commits without one that both came from.
    #[error("{name} and the present commit have no commit in common{}", shallowly(.shallow))]
    NothingInCommon {
        /// As the user wrote it.
        name: String,
        /// The clone holds only the last commits.
        shallow: bool,
    },
    /// A merge is under way, and somebody has still to decide.
    #[error("{path} is not merged yet")]
    Unmerged {
        /// The first path of the index that has several versions.
        path: String,
    },
    /// Anything else, in git's words.
    #[error("git cannot tell what was asked: {0}")]
    Failed(String),
}

fn shallowly(shallow: impl std::borrow::Borrow<bool>) -> &'static str {
    if *shallow.borrow() { " here: the clone is shallow" } else { "" }
}

impl GitError {
    /// What to do.
    pub fn help(&self) -> String {
        match self {
            Self::Absent(_) => "install git, or check everything: leave out --since and --staged".into(),
            Self::NoRepository { said, .. } if said.contains("dubious ownership") => {
                "the folder belongs to somebody else: `git config --global --add safe.directory FOLDER` says that it is trusted"
                    .into()
            }
            Self::NoRepository { .. } => {
                "what changed is asked of git; without it everything is checked: leave out --since and --staged".into()
            }
            Self::UnknownRevision { shallow: true, .. } | Self::NothingInCommon { shallow: true, .. } => {
                "fetch the whole history: `fetch-depth: 0` in a workflow, `git fetch --unshallow` by hand".into()
            }
            Self::UnknownRevision { .. } => {
                "name a branch, tag or commit that is here; a branch of the server's may have to be fetched first".into()
            }
            Self::NothingInCommon { .. } => "name a commit that the present one came from".into(),
            Self::Unmerged { .. } => "finish the merge and `git add` the file first".into(),
            Self::Failed(_) => "run `git status` there; it may say more".into(),
        }
    }
}

/// What the environment says to git: hooks are run with an index of their own.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `GIT_DIR`, made absolute.
    pub git_dir: Option<PathBuf>,
    /// `GIT_INDEX_FILE`, made absolute.
    pub index: Option<PathBuf>,
}

/// The git repository that a root lies in.
#[derive(Clone, Debug)]
pub struct Repository {
    root: PathBuf,
    /// The root below the top of the work tree: empty, or ending with `/`.
    prefix: String,
    /// The folder that holds what this work tree alone has.
    own: PathBuf,
    /// The folder that holds what all work trees share.
    common: PathBuf,
    shallow: bool,
    /// The index, if it is not the usual one.
    index: Option<PathBuf>,
}

/// A commit that a name led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The name of the object, in full.
    pub id: String,
}

impl Repository {
    /// Finds the repository that a root lies in.
    pub fn find(root: &Path, environment: &Environment) -> Result<Self, GitError> {
        let (own, common) = (PathBuf::new(), PathBuf::new());
        let mut repository = Self { root: root.to_owned(), prefix: String::new(), own, common, shallow: false, index: None };
        let ask = ["rev-parse", "--show-prefix", "--absolute-git-dir", "--git-common-dir", "--is-shallow-repository"];
        let said = match repository.text(&ask) {
            Ok(said) => said,
            Err(GitError::Failed(said)) => return Err(GitError::NoRepository { folder: root.display().to_string(), said }),
            Err(other) => return Err(other),
        };
        let mut lines = said.lines();
        let mut next = || lines.next().unwrap_or_default();
        next().clone_into(&mut repository.prefix);
        repository.own = PathBuf::from(next());
        repository.common = root.join(next());
        repository.shallow = next() == "true";
        // What a hook of another repository was told is of no use here.
        if environment.git_dir.as_ref().is_none_or(|said| links::same(said, &repository.own)) {
            repository.index.clone_from(&environment.index);
        }
        Ok(repository)
    }

    /// The commit that a name leads to.
    pub fn commit(&self, name: &str) -> Result<Commit, GitError> {
        let wanted = format!("{name}^{{commit}}");
        match self.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]) {
            Ok(id) => Ok(Commit { id: id.trim_end().to_owned() }),
            Err(GitError::Failed(_)) => Err(GitError::UnknownRevision { name: name.to_owned(), shallow: self.shallow }),
            Err(other) => Err(other),
        }
    }

    /// The commit from which another one (without it, the present one) and that of a name went apart; that of the name itself where the other
    /// came from it.
    pub fn parting(&self, name: &str, other: Option<&Commit>) -> Result<Commit, GitError> {
        let commit = self.commit(name)?;
        match self.text(&["merge-base", other.map_or("HEAD", |other| &other.id), &commit.id]) {
            Ok(id) => Ok(Commit { id: id.lines().next().unwrap_or_default().to_owned() }),
            Err(GitError::Failed(_)) => Err(GitError::NothingInCommon { name: name.to_owned(), shallow: self.shallow }),
            Err(other) => Err(other),
        }
    }

    /// The commits that the next one will come from: the present one, and in a merge those that are merged; none before the first.
    #[expect(clippy::disallowed_methods, reason = "whether a merge is under way is a question to git's own folder")]
    pub fn parents(&self) -> Result<Vec<Commit>, GitError> {
        let mut parents = Vec::new();
        match self.commit("HEAD") {
            Ok(head) => parents.push(head),
            Err(GitError::UnknownRevision { .. }) => return Ok(parents),
            Err(other) => return Err(other),
        }
        if self.own.join("MERGE_HEAD").exists() {
            parents.push(self.commit("MERGE_HEAD")?);
        }
        Ok(parents)
    }

    /// Paths below the root, of files that a commit holds, whose file in the work tree may be another: at least those that are.
    pub fn touched(&self, commit: &Commit) -> Result<Vec<String>, GitError> {
        let listed = self.bytes(&[
            "diff-index",
            "--name-only",
            "--no-renames",
            "--ignore-submodules=all",
            "--relative",
            "-z",
            &commit.id,
        ])?;
        Ok(listed
            .split(|byte| *byte == 0)
            .filter_map(|path| std::str::from_utf8(path).ok())
            .filter(|p| !p.is_empty())
            .map(str::to_owned)
            .collect())
    }

    /// git, with everything off that could start another program or ask for more than is there.
    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.args(["--no-pager", "--no-optional-locks", "--literal-pathspecs"]);
        for setting in ["core.quotepath=off", "core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never"] {
            command.args(["-c", setting]);
        }
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_NAMESPACE"] {
            command.env_remove(name);
        }
        command.envs([("LC_ALL", "C"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("GIT_ATTR_NOSYSTEM", "1")]);
        if let Some(index) = &self.index {
            command.env("GIT_INDEX_FILE", index);
        }
        command
    }

    /// What git writes; an error with its words if it fails.
    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command().args(arguments).output().map_err(|error| GitError::Absent(error.to_string()))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why");
        Err(GitError::Failed(first.trim_start_matches("fatal: ").to_owned()))
    }

    fn text(&self, arguments: &[&str]) -> Result<String, GitError> {
        self.bytes(arguments).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }
}
