//! A finding as a diagnostic. Nothing is added to what `check` says, and nothing is left out but its notes.

use std::cell::RefCell;
use std::rc::Rc;

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Message, Range,
};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::answers::manual;
use crate::finding::{Edit, Finding, Fix, Severity, codes};
use crate::fix;
use crate::lsp::client::Client;
use crate::lsp::documents::Documents;
use crate::lsp::position::Lines;
use crate::lsp::root::Root;
use crate::source::{FileId, Place};
use crate::triage::Single;
use crate::workspace::{MANIFEST, Workspace, embedded};

/// Who wrote a diagnostic.
const SOURCE: &str = env!("CARGO_PKG_NAME");

/// Codes about what may as well not be there: editors show it faded.
const NEEDLESS: &[&str] = &[codes::UNUSED_SETTING, codes::UNUSED_SUPPRESSION, codes::STALE_BASELINE];

/// The diagnostics of a file, by its path within a root.
pub fn of(root: &Root, within: &str, client: &Client, documents: &Documents) -> Vec<Diagnostic> {
    if let (Some(error), MANIFEST) = (&root.broken, within) {
        let message = Message::String(error.clone());
        let severity = Some(DiagnosticSeverity::Error);
        let code = Some(Code::String(codes::INVALID_MANIFEST.into()));
        let source = Some(SOURCE.into());
        return vec![Diagnostic { severity, code, source, message, ..Diagnostic::default() }];
    }
    let Some(state) = root.state() else { return Vec::new() };
    let Some(file) = state.workspace().sources.find(within) else { return Vec::new() };
    let converter = Converter::new(root, state.workspace(), client, documents);
    state.told(file).map(|single| converter.diagnostic(single, file)).collect()
}

/// Turns places of a workspace into a client's.
pub struct Converter<'a> {
    root: &'a Root,
    workspace: &'a Workspace,
    client: &'a Client,
    documents: &'a Documents,
    lines: RefCell<FxHashMap<FileId, Rc<Lines>>>,
}

impl<'a> Converter<'a> {
    /// For a workspace of a root.
    pub fn new(root: &'a Root, workspace: &'a Workspace, client: &'a Client, documents: &'a Documents) -> Self {
        Self { root, workspace, client, documents, lines: RefCell::default() }
    }

    /// The lines of a file, found once.
    pub fn lines(&self, file: FileId) -> Rc<Lines> {
        let find = || {
            let source = self.workspace.sources.get(file);
            let open = self.documents.get(&self.root.absolute(&source.path)).is_some();
            Rc::new(if open { Lines::new(&source.text) } else { Lines::on_disk(&source.text) })
        };
        self.lines.borrow_mut().entry(file).or_insert_with(find).clone()
    }

    /// The range of a place in its file.
    pub fn range(&self, place: Place) -> Range {
        let text = &self.workspace.sources.get(place.file).text;
        self.lines(place.file).range(place.span, text, self.client.encoding)
    }

    /// Where a place is; none for one in a file that came with the program.
    pub fn location(&self, place: Place) -> Option<Location> {
        let path = &self.workspace.sources.get(place.file).path;
        let built_in = self.workspace.is_pack(place.file) && embedded::text(path).is_some();
        (!built_in).then(|| Location { uri: self.documents.uri(&self.root.absolute(path)), range: self.range(place) })
    }

    /// The diagnostic of a finding in a file.
    pub fn diagnostic(&self, single: &Single, file: FileId) -> Diagnostic {
        let finding = &single.verdict.finding;
        let client = self.client;
        let href = client.described.then(|| manual(self.workspace, &finding.code)).flatten();
        let unnecessary = client.tags && NEEDLESS.contains(&&*finding.code);
        Diagnostic {
            range: finding.at.place().filter(|p| p.file == file).map(|place| self.range(place)).unwrap_or_default(),
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
                Severity::Advice => DiagnosticSeverity::Information,
            }),
            code: Some(Code::String(finding.code.to_string())),
            code_description: href.map(|href| CodeDescription { href: href.into() }),
            source: Some(SOURCE.into()),
            message: Message::String(message(finding)),
            tags: unnecessary.then(|| vec![DiagnosticTag::Unnecessary]),
            related_information: client.related.then(|| self.related(finding)).filter(|related| !related.is_empty()),
            data: client.data.then(|| self.data(single)),
        }
    }

    fn related(&self, finding: &Finding) -> Vec<DiagnosticRelatedInformation> {
        let told = finding.labels.iter().filter_map(|label| {
            let location = self.location(label.place)?;
            // An editor lists places by what is said of them: where nothing is, by what stands there.
            let there = || self.workspace.sources.get(label.place.file).slice(label.place.span);
            let said = if label.text.is_empty() { there() } else { &*label.text };
            Some(DiagnosticRelatedInformation { location, message: said.to_owned() })
        });
        told.collect()
    }

    /// What a code action needs to know again: which finding it is, and what would put it right.
    fn data(&self, single: &Single) -> Value {
        let fix = fix::of(self.workspace, &single.verdict).and_then(|fix| self.fix(&fix));
        json!({ "fingerprint": single.fingerprint.to_string(), "fix": fix })
    }

    /// A fix, if all that it changes is the organisation's.
    fn fix(&self, fix: &Fix) -> Option<Value> {
        let edit = |edit: &Edit| {
            let location = self.location(edit.place)?;
            Some(json!({ "uri": location.uri, "range": location.range, "newText": edit.text }))
        };
        let edits: Vec<Value> = fix.edits.iter().map(edit).collect::<Option<_>>()?;
        Some(json!({ "title": fix.title, "safe": fix.safe, "edits": edits }))
    }
}

/// What is wrong, and below it what to do.
fn message(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    }
}
