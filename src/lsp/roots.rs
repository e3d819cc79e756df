//! The repositories of a session: those of the client's folders, and those of documents that were opened outside of them.

use std::sync::Arc;

use super::documents::Documents;
use super::host::Host;
use super::root::Root;

/// All repositories of a session.
pub struct Roots {
    host: Arc<dyn Host>,
    /// The client's folders.
    folders: Vec<String>,
    open: Vec<Root>,
    next: u64,
}

impl Roots {
    /// None yet.
    pub fn new(host: Arc<dyn Host>) -> Self {
        Self { host, folders: Vec::new(), open: Vec::new(), next: 0 }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Root> {
        self.open.iter()
    }

    /// All of them, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Root> {
        self.open.iter_mut()
    }

    /// The root of a number, if it is still open.
    pub fn find(&mut self, id: u64) -> Option<&mut Root> {
        self.open.iter_mut().find(|root| root.id == id)
    }

    /// The root that tells of a path: the innermost of those that read it; and the path within it.
    pub fn owner<'p>(&self, path: &'p str) -> Option<(&Root, &'p str)> {
        let holding = self.open.iter().filter_map(|root| Some((root, root.within(path)?)));
        holding.max_by_key(|(root, _)| root.path.len())
    }

    /// All that read a path, each with the path within it.
    pub fn holding<'p>(&mut self, path: &'p str) -> impl Iterator<Item = (&mut Root, &'p str)> {
        self.open.iter_mut().filter_map(move |root| {
            let within = root.within(path)?;
            Some((root, within))
        })
    }

    /// Adds and removes folders of the client's.
    pub fn fold(&mut self, added: Vec<String>, removed: &[String], documents: &Documents) {
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(added);
        self.arrange(documents);
    }

    /// Opens the roots that folders and documents need, as `check` finds them, and closes those that none needs.
    pub fn arrange(&mut self, documents: &Documents) {
        let mut needed: Vec<String> =
            self.folders.iter().map(|f| self.host.above(f).manifest.unwrap_or_else(|| f.clone())).collect();
        needed.extend(documents.iter().map(|(path, _)| self.root_of(path)));
        needed.sort();
        needed.dedup();
        self.open.retain(|root| needed.contains(&root.path));
        for path in needed {
            if !self.open.iter().any(|root| root.path == path) {
                let disk = self.host.disk(&path);
                self.open.push(Root::new(self.next, path, disk, documents));
                self.next += 1;
            }
        }
    }

    /// The root of a document: that of the nearest manifest; without one, the client's folder that it lies in, else the repository, else its folder.
    fn root_of(&self, path: &str) -> String {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let above = self.host.above(folder);
        let holds = |f: &&String| path.strip_prefix(f.as_str()).is_some_and(|rest| rest.starts_with('/'));
        let named = || self.folders.iter().filter(holds).max_by_key(|f| f.len()).cloned();
        above.manifest.or_else(named).or(above.repository).unwrap_or_else(|| folder.to_owned())
    }
}
