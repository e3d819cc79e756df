//! A file's path and text, and the table of all files that a finding may point into.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::{LineIndex, Position, Span};

/// Names a file in [`Sources`]. Ids are given in the order in which paths are first seen; output is sorted by path, never by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FileId(pub u32);

/// A file's text. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path relative to the root, with `/` between parts. Pack files that are built in have a path such as `rules/…`.
    pub path: Arc<str>,
    /// The whole text, byte-order mark included, so that offsets are those of the file.
    pub text: Text,
    /// The tree of the text as the build script packed it; none for files that are not built in.
    packed: Option<&'static [u8]>,
    lines: Arc<OnceLock<LineIndex>>,
}

/// A text that is kept. Those that are part of the program are not copied: a check needs little of what they hold.
#[derive(Clone, Debug)]
pub enum Text {
    /// Part of the program.
    BuiltIn(&'static str),
    /// Read.
    Read(Arc<str>),
}

impl Text {
    /// A part of the text, to be kept; a copy of what is none.
    #[must_use]
    pub fn part(&self, part: &str) -> Self {
        let built_in = match self {
            Self::BuiltIn(text) => (part.as_ptr() as usize)
                .checked_sub(text.as_ptr() as usize)
                .and_then(|start| text.get(start..start.checked_add(part.len())?)),
            Self::Read(_) => None,
        };
        built_in.map_or_else(|| Self::Read(part.into()), Self::BuiltIn)
    }

    /// The text, to be kept by others too.
    pub fn shared(&self) -> Arc<str> {
        match self {
            Self::BuiltIn(text) => (*text).into(),
            Self::Read(text) => text.clone(),
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::BuiltIn(text) => text,
            Self::Read(text) => text,
        }
    }
}

impl SourceFile {
    /// A file from its path and text.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: Text::Read(text.into()), packed: None, lines: Arc::default() }
    }

    /// A file that is part of the program, with the tree of its text, packed, if there is one.
    pub fn built_in(path: &str, text: &'static str, packed: Option<&'static [u8]>) -> Self {
        Self { path: path.into(), text: Text::BuiltIn(text), packed, lines: Arc::default() }
    }

    /// The tree of the text, packed, if it came with one.
    pub fn packed(&self) -> Option<&'static [u8]> {
        self.packed
    }

    /// The line index, built at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(offset, &self.text)
    }

    /// The text of a span; empty where the span does not fit.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// All files by id: documents, the manifest, packs and schemas.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    by_path: FxHashMap<Arc<str>, FileId>,
}

impl Sources {
    /// Adds a file, or replaces the text of the one with this path and keeps its id.
    pub fn set(&mut self, file: SourceFile) -> FileId {
        if let Some(id) = self.by_path.get(&file.path) {
            self.files[id.0 as usize] = file;
            return *id;
        }
        let id = FileId(self.files.len() as u32);
        self.by_path.insert(file.path.clone(), id);
        self.files.push(file);
        id
    }

    /// The file of an id that this table gave.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The id of a path, if it was ever set.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// Number of ids given.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// True when no file was set.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
