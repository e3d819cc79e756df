//! What the client said of itself. Read field by field: a client that says one thing wrongly is still understood in all others.

use serde_json::Value;

use super::position::Encoding;

/// What the client can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing that the client can do, independent of the others")]
pub struct Client {
    /// The units of columns.
    pub encoding: Encoding,
    /// It asks for diagnostics, and again when it is told to, so that none are sent unasked.
    pub pulls: bool,
    /// It can be told to ask again.
    pub refreshes: bool,
    /// It tells of changed files if it is asked to.
    pub watches: bool,
    /// It can be asked for settings.
    pub configures: bool,
    /// It shows progress.
    pub progress: bool,
    /// Diagnostics may point at other places.
    pub related: bool,
    /// Diagnostics may link to the manual.
    pub described: bool,
    /// Diagnostics may say that something is unnecessary.
    pub tags: bool,
    /// Diagnostics may carry data for code actions.
    pub data: bool,
    /// All that it said, for what only one feature asks.
    pub capabilities: Value,
}

impl Client {
    /// True for what it says that it can do, by its path among the capabilities.
    pub fn takes(&self, path: &str) -> bool {
        self.capabilities.pointer(path).and_then(Value::as_bool).unwrap_or_default()
    }

    /// True for a command that the client does itself.
    pub fn handles(&self, command: &str) -> bool {
        let told = self.capabilities.pointer("/experimental/commands/commands").and_then(Value::as_array);
        told.into_iter().flatten().any(|name| name == command)
    }

    /// Reads a client's capabilities.
    pub fn read(capabilities: Value) -> Self {
        let has = |path: &str| capabilities.pointer(path).is_some_and(|value| !value.is_null());
        let says = |path: &str| capabilities.pointer(path).and_then(Value::as_bool).unwrap_or_default();
        let refreshes = says("/workspace/diagnostics/refreshSupport");
        // One that asks after its own edits alone would never learn what another file, a day or another program brings.
        let pulls = has("/textDocument/diagnostic") && refreshes;
        let folder = if pulls { "/textDocument/diagnostic" } else { "/textDocument/publishDiagnostics" };
        let encodings = capabilities.pointer("/general/positionEncodings").and_then(Value::as_array);
        let mut encodings = encodings.into_iter().flatten().filter_map(|name| Encoding::named(name.as_str()?));
        Self {
            encoding: encodings.next().unwrap_or_default(),
            pulls,
            refreshes,
            watches: says("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            configures: says("/workspace/configuration"),
            progress: says("/window/workDoneProgress"),
            related: says(&format!("{folder}/relatedInformation")),
            described: says(&format!("{folder}/codeDescriptionSupport")),
            tags: has(&format!("{folder}/tagSupport")),
            data: says(&format!("{folder}/dataSupport")),
            capabilities,
        }
    }
}
