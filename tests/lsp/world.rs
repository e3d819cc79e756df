//! A machine in memory: files that can be changed behind the server's back, and a day that can pass.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use clauselint::lsp::{Above, Disk, Host};
use clauselint::source::{MemorySystem, ReadError, RealSystem, System};
use jiff::civil::Date;

/// The files of a machine by absolute path, its day, and where its git repositories are.
#[derive(Clone)]
pub struct World {
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    day: Arc<Mutex<Date>>,
    repositories: Vec<String>,
    gate: Arc<Mutex<()>>,
}

impl World {
    /// A machine with a git repository of these files at `/aims`.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let world = Self {
            files: Arc::default(),
            day: Arc::new(Mutex::new(Date::constant(2026, 7, 1))),
            repositories: vec!["/aims".into(), "/other".into()],
            gate: Arc::default(),
        };
        for (path, text) in files {
            world.write(&format!("/aims/{path}"), text);
        }
        world
    }

    /// The files of an example, at `/aims`.
    pub fn example(name: &str) -> Self {
        let root = format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"));
        let system = clauselint::source::RealSystem::new(&root);
        let paths = system.walk_all("", &["md", "yaml", "yml", "csv", "txt", "pdf"]);
        let world = Self::new(&[]);
        for path in paths {
            let bytes = system.read(&path, u64::MAX).expect("an example's file can be read");
            world.files.lock().expect("no test panics with it").insert(format!("/aims/{path}"), bytes);
        }
        world
    }

    /// While this is held, a repository cannot be read as a whole.
    pub fn slow(&self) -> MutexGuard<'_, ()> {
        self.gate.lock().expect("no test panics with it")
    }

    pub fn write(&self, path: &str, text: &str) {
        self.files.lock().expect("no test panics with it").insert(path.into(), text.into());
    }

    pub fn delete(&self, path: &str) {
        self.files.lock().expect("no test panics with it").remove(path);
    }

    pub fn read(&self, path: &str) -> String {
        String::from_utf8(self.files.lock().expect("no test panics with it")[path].clone()).expect("a text")
    }

    pub fn set_day(&self, day: Date) {
        *self.day.lock().expect("no test panics with it") = day;
    }

    pub fn today(&self) -> Date {
        *self.day.lock().expect("no test panics with it")
    }

    /// The files below a folder, as they are now.
    pub fn below(&self, root: &str) -> MemorySystem {
        let files = self.files.lock().expect("no test panics with it");
        let below = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(root)?.strip_prefix('/')?, bytes.clone())));
        below.collect()
    }
}

impl Host for World {
    fn day(&self) -> (Date, Duration) {
        (self.today(), Duration::from_millis(20))
    }

    fn above(&self, folder: &str) -> Above {
        let files = self.files.lock().expect("no test panics with it");
        let mut at = folder;
        loop {
            if files.contains_key(&format!("{at}/clauselint.yaml")) {
                return Above { manifest: Some(at.into()), repository: None };
            }
            if self.repositories.iter().any(|repository| repository == at) {
                return Above { manifest: None, repository: Some(at.into()) };
            }
            match at.rsplit_once('/') {
                Some((parent, _)) => at = parent,
                None => return Above::default(),
            }
        }
    }

    fn disk(&self, root: &str) -> Disk {
        Arc::new(Below { world: self.clone(), root: root.into() })
    }
}

/// A machine with one repository on a real disk.
pub struct OnDisk(pub String);

impl Host for OnDisk {
    fn day(&self) -> (Date, Duration) {
        (Date::constant(2026, 7, 1), Duration::from_hours(1))
    }

    fn above(&self, _: &str) -> Above {
        Above { manifest: Some(self.0.clone()), repository: None }
    }

    fn disk(&self, root: &str) -> Disk {
        Arc::new(RealSystem::new(root))
    }
}

struct Below {
    world: World,
    root: String,
}

impl System for Below {
    fn walk(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        drop(self.world.slow());
        self.world.below(&self.root).walk(folder, extensions)
    }

    fn walk_all(&self, folder: &str, extensions: &[&str]) -> Vec<String> {
        self.world.below(&self.root).walk_all(folder, extensions)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.world.below(&self.root).read(path, limit)
    }

    fn read_start(&self, path: &str, most: usize) -> Result<Vec<u8>, ReadError> {
        self.world.below(&self.root).read_start(path, most)
    }

    fn exists(&self, path: &str) -> bool {
        self.world.below(&self.root).exists(path)
    }

    fn walks(&self, path: &str) -> bool {
        self.world.below(&self.root).walks(path)
    }
}
