//! What a client can ask about documents: one file a feature. Each turns a question into one of `answers/` and the answer into what the
//! protocol wants; none knows anything about records. To add one: a file here with a type that is a [`Feature`], and its line in [`TABLE`].

mod actions;
mod code_lens;
mod commands;
mod completion;
mod context;
mod definition;
mod edits;
mod folding;
mod hints;
mod hover;
mod links;
mod references;
mod rename;
mod symbols;
mod tokens;
mod workspace_symbols;

use gen_lsp_types::{Request, ServerCapabilities};
use lsp_server::ErrorCode;
use serde_json::Value;

pub use context::{Aside, Context, Here};

use super::client::Client;
use super::settings::Settings;

/// A request that the server answers.
pub trait Feature {
    /// The request.
    type Request: Request;
    /// The name by which a user switches it off: `features: { folding: false }`. Requests that belong together share one.
    const NAME: &'static str;
    /// It asks for findings of the text as it is now, so that it waits until that is judged.
    const JUDGED: bool = false;

    /// Says that the server has it.
    fn advertise(capabilities: &mut ServerCapabilities, client: &Client);

    /// Answers.
    fn answer(context: &Context<'_>, params: <Self::Request as Request>::Params) -> <Self::Request as Request>::Result;
}

/// A request that is refused where there is a reason that the client's user should know.
pub trait Refusing {
    /// The request.
    type Request: Request;
    /// See [`Feature::NAME`].
    const NAME: &'static str;

    /// Says that the server has it.
    fn advertise(capabilities: &mut ServerCapabilities, client: &Client);

    /// Answers, or says why not.
    fn answer(
        context: &Context<'_>,
        params: <Self::Request as Request>::Params,
    ) -> Result<<Self::Request as Request>::Result, String>;
}

/// Why a request has no answer.
pub type Failure = (ErrorCode, String);

/// A row of the table.
pub struct Entry {
    /// The name by which it is switched off.
    pub name: &'static str,
    /// The request's method.
    pub method: &'static str,
    /// It waits until the text is judged.
    pub judged: bool,
    advertise: fn(&mut ServerCapabilities, &Client),
    answer: fn(&Context<'_>, Value) -> Result<Value, Failure>,
}

/// All features.
const TABLE: &[Entry] = &[
    entry::<actions::Actions>(),
    entry::<code_lens::Lenses>(),
    entry::<code_lens::ResolveLens>(),
    entry::<commands::Commands>(),
    entry::<completion::Completion>(),
    entry::<definition::GoToDefinition>(),
    entry::<folding::Folding>(),
    entry::<hints::Titles>(),
    entry::<hover::OnHover>(),
    entry::<links::DocumentLinks>(),
    entry::<references::FindReferences>(),
    entry::<references::Highlight>(),
    refusing::<rename::PrepareRename>(),
    refusing::<rename::Rename>(),
    entry::<symbols::DocumentSymbols>(),
    entry::<tokens::Ids>(),
    entry::<workspace_symbols::Records>(),
];

const fn entry<F: Feature>() -> Entry {
    let answer = |context: &Context<'_>, params| asked::<F::Request>(params, |params| Ok(F::answer(context, params)));
    Entry { name: F::NAME, method: F::Request::METHOD.as_str(), judged: F::JUDGED, advertise: F::advertise, answer }
}

const fn refusing<F: Refusing>() -> Entry {
    let answer = |context: &Context<'_>, params| asked::<F::Request>(params, |params| F::answer(context, params));
    Entry { name: F::NAME, method: F::Request::METHOD.as_str(), judged: false, advertise: F::advertise, answer }
}

fn asked<R: Request>(params: Value, answer: impl FnOnce(R::Params) -> Result<R::Result, String>) -> Result<Value, Failure> {
    let not_understood = |error: serde_json::Error| (ErrorCode::InvalidParams, error.to_string());
    let params = serde_json::from_value(params).map_err(not_understood)?;
    let answer = answer(params).map_err(|why| (ErrorCode::RequestFailed, why))?;
    serde_json::to_value(answer).map_err(not_understood)
}

/// Says what the server has, but for what is switched off.
pub fn advertise(capabilities: &mut ServerCapabilities, client: &Client, settings: &Settings) {
    TABLE.iter().filter(|entry| settings.has(entry.name)).for_each(|entry| (entry.advertise)(capabilities, client));
}

/// The feature that answers a method.
pub fn find(method: &str) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.method == method)
}

impl Entry {
    /// Answers a request. Fails on parameters that the request does not have, and where the feature refuses.
    pub fn answer(&self, context: &Context<'_>, params: Value) -> Result<Value, Failure> {
        (self.answer)(context, params)
    }
}
