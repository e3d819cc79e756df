//! What a feature sees: the repositories in their last good state, the open documents, the client, the day.

use std::cell::RefCell;

use gen_lsp_types::{Location, Position, Range, Uri};
use jiff::civil::Date;

use crate::lsp::client::Client;
use crate::lsp::diagnostics::Converter;
use crate::lsp::documents::Documents;
use crate::lsp::judging::Judging;
use crate::lsp::root::Root;
use crate::lsp::roots::Roots;
use crate::lsp::settings::Settings;
use crate::lsp::uri;
use crate::source::{FileId, Place, SourceFile, Span};
use crate::workspace::Workspace;

/// What there is to answer from.
pub struct Context<'a> {
    /// The repositories.
    pub roots: &'a Roots,
    /// The open documents.
    pub documents: &'a Documents,
    /// The client.
    pub client: &'a Client,
    /// The settings.
    pub settings: &'a Settings,
    /// The day for which is answered.
    pub day: Date,
    /// What is to be said to the client beside the answer.
    pub asides: RefCell<Vec<Aside>>,
}

/// What a client is asked to show.
pub enum Aside {
    /// A text.
    Show(String),
    /// A place in a document.
    Open(Location),
}

impl<'a> Context<'a> {
    /// The file that a question is about; none for one that no repository reads.
    pub fn here(&self, uri: &Uri) -> Option<Here<'a>> {
        let path = uri::path(&uri.0)?;
        let (root, within) = self.roots.owner(&path)?;
        let workspace = root.workspace()?;
        let file = workspace.sources.find(within)?;
        let state = root.state()?;
        Some(Here {
            root,
            state,
            workspace,
            file,
            places: Converter::new(root, workspace, self.client, self.documents),
            client: self.client,
            documents: self.documents,
        })
    }

    /// Says something to the client, beside the answer.
    pub fn aside(&self, aside: Aside) {
        self.asides.borrow_mut().push(aside);
    }

    /// Each repository that has been read.
    pub fn repositories(&self) -> impl Iterator<Item = (&'a Workspace, Converter<'a>)> {
        self.roots.iter().filter_map(|root| {
            let workspace = root.workspace()?;
            Some((workspace, Converter::new(root, workspace, self.client, self.documents)))
        })
    }
}

/// A file that a question is about, in its workspace.
pub struct Here<'a> {
    /// Its repository.
    pub root: &'a Root,
    /// What was last said of the repository.
    pub state: &'a Judging,
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The file.
    pub file: FileId,
    /// Places of the workspace into the client's.
    pub places: Converter<'a>,
    pub(super) client: &'a Client,
    pub(super) documents: &'a Documents,
}

impl<'a> Here<'a> {
    /// The file's path and text, as the workspace read it: that of the editor.
    pub fn source(&self) -> &'a SourceFile {
        self.workspace.sources.get(self.file)
    }

    /// The byte offset of a position.
    pub fn offset(&self, position: Position) -> usize {
        self.places.lines(self.file).offset(position, &self.source().text, self.client.encoding)
    }

    /// The range of a span in this file.
    pub fn range(&self, span: Span) -> Range {
        self.places.range(Place::new(self.file, span))
    }

    /// Where a place in any file is; none for one in a file that came with the program.
    pub fn location(&self, place: Place) -> Option<Location> {
        self.places.location(place)
    }
}
