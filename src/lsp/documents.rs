//! The documents that are open in the client: their texts count, saved or not.

use std::collections::BTreeMap;

use gen_lsp_types::{Position, TextDocumentContentChangeEvent as Change, Uri};

use super::position::{self, Encoding};
use super::uri;

/// An open document.
#[derive(Clone, Debug)]
pub struct Document {
    /// As the client writes it; it is told so again.
    pub uri: Uri,
    /// The client's count of changes.
    pub version: i32,
    /// The text.
    pub text: String,
}

/// Open documents by their absolute paths.
#[derive(Debug, Default)]
pub struct Documents {
    open: BTreeMap<String, Document>,
}

impl Documents {
    /// The document of a path, if it is open.
    pub fn get(&self, path: &str) -> Option<&Document> {
        self.open.get(path)
    }

    /// All, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Document)> {
        self.open.iter().map(|(path, document)| (path.as_str(), document))
    }

    /// Opens a document; gives its path, or none for one that is no file.
    pub fn open(&mut self, document: Document) -> Option<String> {
        let path = uri::path(&document.uri.0)?;
        self.open.insert(path.clone(), document);
        Some(path)
    }

    /// Changes an open document; gives its path. Changes to a document that was never opened are passed over.
    pub fn change(&mut self, uri: &Uri, version: i32, changes: Vec<Change>, encoding: Encoding) -> Option<String> {
        let path = uri::path(&uri.0)?;
        let document = self.open.get_mut(&path)?;
        document.version = version;
        // Nothing before the last whole text matters.
        let whole = changes.iter().rposition(|change| matches!(change, Change::TextDocumentContentChangeWholeDocument(_)));
        for change in changes.into_iter().skip(whole.unwrap_or_default()) {
            match change {
                Change::TextDocumentContentChangeWholeDocument(whole) => document.text = whole.text,
                Change::TextDocumentContentChangePartial(part) => {
                    let offset = |at: Position| position::offset(at, &document.text, encoding);
                    let (start, end) = (offset(part.range.start), offset(part.range.end));
                    document.text.replace_range(start.min(end)..end.max(start), &part.text);
                }
            }
        }
        Some(path)
    }

    /// Closes a document; gives its path and what it was.
    pub fn close(&mut self, uri: &Uri) -> Option<(String, Document)> {
        let path = uri::path(&uri.0)?;
        let document = self.open.remove(&path)?;
        Some((path, document))
    }

    /// The URI of a path: the client's own for an open document.
    pub fn uri(&self, path: &str) -> Uri {
        self.get(path).map_or_else(|| uri::uri(path), |document| document.uri.clone())
    }
}
