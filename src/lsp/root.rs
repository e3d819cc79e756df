//! One repository: its texts, saved or not, and the last good state of what is known about it. It is read first, and anew when the manifest
//! or a pack changes, by a thread of its own; meanwhile the state before answers.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam_channel::Sender;
use jiff::civil::Date;

use super::documents::Documents;
use super::host::Disk;
use super::judging::Judging;
use super::remembered::Remembered;
use super::settings::Settings;
use crate::source::{Overlay, System};
use crate::workspace::{BASELINE, MANIFEST, Workspace};

/// What a thread that reads a root has to say.
#[derive(Debug)]
pub struct Report {
    /// The root.
    pub root: u64,
    /// What it read.
    pub read: Read,
}

/// What was read.
#[derive(Debug)]
pub enum Read {
    /// The manifest and the packs.
    Begun(Box<Judging>),
    /// Everything, or why nothing could be.
    Done(Result<Box<Judging>, String>),
}

/// What a thread needs to read a root and to judge it.
#[derive(Clone, Debug)]
pub struct Order {
    /// The day.
    pub day: Date,
    /// The settings.
    pub settings: Settings,
    /// Where to report.
    pub reports: Sender<Report>,
}

/// What is told where the engine itself is at fault.
const FAILED: &str = "clauselint failed while it read this; please report it with the documents that it fails on";

/// A repository.
pub struct Root {
    /// Names it among all that ever were.
    pub id: u64,
    /// Its folder: absolute, with `/`, and without one at its end.
    pub path: String,
    /// Why it could not be read last time; the state is that of before.
    pub broken: Option<String>,
    files: Overlay<Remembered>,
    /// Open documents by their paths within the root: whether they are laid over the files, which those that git ignores are not.
    laid: BTreeMap<String, bool>,
    state: Option<Judging>,
    /// Only open documents were read as yet.
    alone: bool,
    /// Changed, and not read anew.
    dirty: BTreeSet<String>,
    /// Which files there are is to be looked at anew.
    look: bool,
    /// Everything is to be read anew.
    reopen: bool,
    /// What changed since the thread that reads everything was sent out.
    since: Option<BTreeSet<String>>,
    /// The manifest and files of packs, where the state is about an older text.
    outdated: BTreeSet<String>,
    /// What was shown, by codes of findings without a place: each once.
    shown: BTreeSet<String>,
}

impl Root {
    /// A repository of which nothing was read yet.
    pub fn new(id: u64, path: String, disk: Disk, documents: &Documents) -> Self {
        let mut root = Self {
            id,
            path,
            broken: None,
            files: Overlay::new(Remembered::new(disk)),
            laid: BTreeMap::new(),
            state: None,
            alone: false,
            dirty: BTreeSet::new(),
            look: false,
            reopen: true,
            since: None,
            outdated: BTreeSet::new(),
            shown: BTreeSet::new(),
        };
        root.dirty = documents.iter().filter_map(|(path, _)| root.within(path).map(ToOwned::to_owned)).collect();
        root
    }

    /// The path within the root of an absolute path, if it lies there.
    pub fn within<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.path.as_str())?.strip_prefix('/')
    }

    /// The absolute path of a path within the root.
    pub fn absolute(&self, within: &str) -> String {
        format!("{}/{within}", self.path)
    }

    /// Its files, those that are open as they stand in the editor.
    pub fn files(&self) -> &dyn System {
        &self.files
    }

    /// What is known of it, if anything is.
    pub fn state(&self) -> Option<&Judging> {
        self.state.as_ref()
    }

    /// The workspace, once all its documents were read.
    pub fn workspace(&self) -> Option<&Workspace> {
        self.state.as_ref().filter(|_| !self.alone).map(Judging::workspace)
    }

    /// True while it is read for the first time.
    pub fn is_starting(&self) -> bool {
        self.workspace().is_none() && (self.reopen || self.since.is_some())
    }

    /// True while a thread reads everything.
    pub fn is_reading(&self) -> bool {
        self.since.is_some()
    }

    /// True once nothing is being read any more.
    pub fn is_settled(&self) -> bool {
        !self.reopen && self.since.is_none()
    }

    /// True for a file of which the state knows an older text.
    pub fn is_outdated(&self, within: &str) -> bool {
        self.outdated.contains(within)
    }

    /// A file changed, in the editor or on the disk.
    pub fn changed(&mut self, within: &str) {
        self.dirty.insert(within.to_owned());
        if let Some(since) = &mut self.since {
            since.insert(within.to_owned());
        }
        if self.is_setup(within) {
            self.reopen = true;
            self.outdated.insert(within.to_owned());
        }
        if matches!(name_of(within), ".gitignore" | ".ignore") {
            self.reopen = true;
            // Each open document is asked anew whether git ignores it.
            let open: Vec<String> = std::mem::take(&mut self.laid).into_keys().collect();
            self.dirty.extend(open);
        }
        // What brought the engine down may be gone.
        self.reopen |= self.state.is_none() && self.broken.is_some();
    }

    /// A file or folder was created or deleted on the disk.
    pub fn came_or_went(&mut self, within: &str) {
        let folder = format!("{within}/");
        let holds = |path: &str| path.starts_with(&folder);
        // What looks like a folder may bring many files, or take them away.
        self.look |= !name_of(within).contains('.') || self.workspace().is_some_and(|w| w.documents().any(holds));
        self.laid.remove(within);
        self.files.below().forget();
        self.changed(within);
    }

    fn is_setup(&self, within: &str) -> bool {
        // A pack that is not there yet is nobody's folder.
        let may_mend = self.broken.is_some() && matches!(within.rsplit('.').next(), Some("yaml" | "yml" | "json"));
        within == MANIFEST || may_mend || self.state.as_ref().is_some_and(|s| s.workspace().is_setup(within))
    }

    /// Brings the state up to the texts as they are now.
    pub fn settle(&mut self, documents: &Documents, order: &Order) {
        self.lay(documents);
        if self.reopen && self.since.is_none() {
            self.read(order);
        }
        self.guarded(|root| root.apply(documents));
    }

    /// Reads anew what changed.
    fn apply(&mut self, documents: &Documents) {
        let Some(state) = &mut self.state else { return };
        let look = std::mem::take(&mut self.look) && !self.alone;
        let mut dirty = std::mem::take(&mut self.dirty);
        let workspace = state.workspace();
        dirty.retain(|path| {
            let document = self.laid.get(path).and_then(|laid| laid.then(|| documents.get(&format!("{}/{path}", self.path)))?);
            let read = workspace.sources.find(path).filter(|file| workspace.index.facts(*file).is_some());
            let same = || document.zip(read).is_some_and(|(d, file)| *d.text == *workspace.sources.get(file).text);
            // An open document that git ignores is nobody's matter, and one that was just opened says what the file says.
            let matters = self.laid.get(path) != Some(&false) && !same();
            matters && !workspace.is_setup(path) && (!self.alone || document.is_some())
        });
        if dirty.is_empty() && !look {
            return;
        }
        let baseline = dirty.remove(BASELINE);
        let (mut paths, others): (BTreeSet<String>, BTreeSet<String>) =
            dirty.into_iter().partition(|path| workspace.reads(&self.files, path));
        // No file came: whether one went is seen when it is read.
        let known = |path: &String| workspace.sources.find(path).is_some_and(|file| workspace.index.facts(file).is_some());
        let edited = others.is_empty() && !look && !baseline && paths.iter().all(known);
        if look {
            let there: BTreeSet<String> = workspace.discover(&self.files).into_iter().collect();
            let known: BTreeSet<String> = workspace.documents().map(ToOwned::to_owned).collect();
            paths.extend(there.symmetric_difference(&known).cloned());
        }
        if baseline {
            state.read_baseline(&self.files);
        }
        let paths: Vec<String> = paths.into_iter().collect();
        if edited {
            return state.edit(&self.files, &paths);
        }
        // With no path it is looked anew which files are there that something leads to.
        state.apply(&self.files, &paths);
    }

    /// Lays the texts of open documents over the files, and uncovers those of closed ones.
    fn lay(&mut self, documents: &Documents) {
        let paths: Vec<String> = self.dirty.iter().cloned().collect();
        for within in paths {
            let document = documents.get(&self.absolute(&within));
            let Some(document) = document else {
                self.files.uncover(&within);
                self.laid.remove(&within);
                continue;
            };
            let counts = match self.laid.get(&within) {
                Some(laid) => *laid,
                None => {
                    let disk = self.files.below();
                    disk.forget_path(&within);
                    self.is_setup(&within) || !disk.exists(&within) || disk.walks(&within)
                }
            };
            self.laid.insert(within.clone(), counts);
            if counts {
                self.files.set(&within, document.text.as_bytes());
            } else {
                self.files.uncover(&within);
                // It counted before it was saved where git ignores it.
                self.reopen |= self.workspace().is_some_and(|workspace| workspace.documents().any(|path| path == within));
            }
        }
    }

    /// Sends out a thread that reads everything.
    fn read(&mut self, order: &Order) {
        self.reopen = false;
        self.since = Some(BTreeSet::new());
        let (files, order, root, first) = (self.files.clone(), order.clone(), self.id, self.state.is_none());
        thread::spawn(move || {
            // Nobody listens any more if the session is over.
            let tell = |read| _ = order.reports.send(Report { root, read });
            let read = || {
                let begun = Workspace::begin(&files).map_err(|error| error.to_string())?;
                if first {
                    tell(Read::Begun(Box::new(Judging::new(begun.clone(), true))));
                }
                let mut judging = Judging::new(begun.filled(&files), false);
                judging.judge(order.day, &order.settings);
                Ok(Box::new(judging))
            };
            tell(Read::Done(catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(FAILED.into()))));
        });
    }

    /// Takes over what a thread read.
    pub fn take(&mut self, read: Read) {
        match read {
            Read::Begun(state) if self.state.is_none() => {
                self.state = Some(*state);
                self.alone = true;
                self.dirty.extend(self.laid.keys().cloned());
            }
            Read::Begun(_) => {}
            Read::Done(result) => {
                let since = self.since.take().unwrap_or_default();
                self.outdated.retain(|path| since.contains(path) || result.is_err());
                match result {
                    Ok(state) => {
                        self.state = Some(*state);
                        self.alone = false;
                        self.broken = None;
                        self.dirty = BTreeSet::new();
                        // What came meanwhile may have been missed, folders above all.
                        self.look = !since.is_empty();
                    }
                    Err(error) => self.broken = Some(error),
                }
                // What it meant could not be told before; where nothing could be read, it may be what mends it.
                for path in &since {
                    self.changed(path);
                }
            }
        }
    }

    /// What is said of no file, and was not shown yet.
    pub fn unshown(&mut self, settings: &Settings) -> Vec<String> {
        let Some(state) = self.state.as_ref().filter(|_| !self.alone) else { return Vec::new() };
        let mut told: Vec<String> = Vec::new();
        for finding in state.told_nowhere().map(|single| &single.verdict.finding) {
            if self.shown.insert(finding.code.to_string()) {
                told.push(
                    finding.help.as_ref().map_or_else(|| finding.message.clone(), |help| format!("{}: {help}", finding.message)),
                );
            }
        }
        if let Some(stage) = settings.stage.as_ref().filter(|stage| state.workspace().stage(Some(stage)).is_none())
            && self.shown.insert(format!("stage {stage}"))
        {
            told.push(format!("there is no stage `{stage}`: rules speak up to the stage of the manifest"));
        }
        told
    }

    /// Says anew what is to be said, if anything changed since; tells whether it did.
    pub fn judge(&mut self, day: Date, settings: &Settings) -> bool {
        self.guarded(|root| root.state.as_mut().is_some_and(|state| state.judge(day, settings))).unwrap_or(true)
    }

    /// Does something that reads what users wrote. Should it bring the engine down, the state is given up and read anew at the next change.
    fn guarded<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let done = catch_unwind(AssertUnwindSafe(|| act(self))).ok();
        if done.is_none() {
            self.state = None;
            self.broken = Some(FAILED.into());
        }
        done
    }
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
