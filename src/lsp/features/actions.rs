//! Code actions: what would put a finding right, what it means, and accepting it for a while; a record that is missing, or one more.

use std::cell::OnceCell;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionRequest, CodeActionResponse,
    CodeActionTriggerKind, Command, Diagnostic, Range, ServerCapabilities,
};
use serde_json::json;

use super::commands::EXPLAIN;
use super::{Context, Feature, Here};
use crate::answers::begin::Scaffold;
use crate::answers::{Wish, Write, absent, another, at, missing, suppression};
use crate::finding::{Edit, codes};
use crate::fix;
use crate::lsp::client::Client;
use crate::model::Duration;
use crate::triage::Single;

/// For how long a finding is accepted: long enough to do something about it.
const A_QUARTER: Duration = Duration { months: 3, days: 0 };

/// `textDocument/codeAction`.
pub struct Actions;

impl Feature for Actions {
    type Request = CodeActionRequest;
    const NAME: &'static str = "code_actions";
    const JUDGED: bool = true;

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        let code_action_kinds = Some(vec![CodeActionKind::QuickFix, CodeActionKind::Refactor]);
        capabilities.code_action_provider = Some(CodeActionOptions { code_action_kinds, ..CodeActionOptions::default() }.into());
    }

    fn answer(context: &Context<'_>, params: CodeActionParams) -> Option<Vec<CodeActionResponse>> {
        let here = context.here(&params.text_document.uri)?;
        let asks = params.context;
        let wants = |kind: CodeActionKind| {
            asks.only.as_ref().is_none_or(|only| only.contains(&kind) || only.contains(&CodeActionKind::Empty))
        };
        let mut actions: Vec<CodeAction> = Vec::new();
        let scaffold = OnceCell::new();
        let read = || Scaffold::of(here.workspace, here.root.files(), context.day).ok();
        let given = || scaffold.get_or_init(read).as_ref();
        if wants(CodeActionKind::QuickFix) {
            for single in here.state.told(here.file) {
                let diagnostic = here.places.diagnostic(single, here.file);
                if touch(diagnostic.range, params.range) {
                    let uri = params.text_document.uri.0.clone();
                    actions.extend(of_finding(context, &here, single, &diagnostic, &uri));
                    let wish = absent(here.workspace, &given, &single.verdict);
                    let wished = wish.and_then(|wish| wished(&here, &wish));
                    actions.extend(wished.map(|action| CodeAction { diagnostics: Some(vec![diagnostic]), ..action }));
                }
            }
            // What puts the text right comes before what speaks of it.
            actions.sort_by_key(|action| (action.is_preferred != Some(true), action.edit.is_none()));
        }
        let offset = here.offset(params.range.start);
        if wants(CodeActionKind::QuickFix)
            && let Some(at) = at(here.workspace, here.file, offset)
            && let Some(wish) = missing(here.workspace, &given, &at)
        {
            actions.extend(wished(&here, &wish));
        }
        // Finding out what a record needs asks all rules: not for a light beside the line.
        if wants(CodeActionKind::Refactor) && asks.trigger_kind != Some(CodeActionTriggerKind::Automatic) {
            let stage = here.workspace.stage(context.settings.stage.as_deref()).or_else(|| here.workspace.stage(None));
            let one_more = another(here.workspace, here.file, offset, stage.unwrap_or_default(), context.day);
            let action = |(id, edit)| changing(&here, format!("Add another record: {id}"), CodeActionKind::Refactor, &[edit]);
            actions.extend(one_more.and_then(action));
        }
        Some(actions.into_iter().map(CodeActionResponse::from).collect())
    }
}

/// What can be done about a finding.
fn of_finding(context: &Context<'_>, here: &Here<'_>, single: &Single, diagnostic: &Diagnostic, uri: &str) -> Vec<CodeAction> {
    let finding = &single.verdict.finding;
    let code = &*finding.code;
    let about = Some(vec![diagnostic.clone()]);
    let mut actions = Vec::new();
    if let Some(fix) = fix::of(here.workspace, &single.verdict) {
        let made = changing(here, sentence(&fix.title), CodeActionKind::QuickFix, &fix.edits);
        let preferred = fix.safe.then_some(true);
        actions.extend(made.map(|action| CodeAction { is_preferred: preferred, diagnostics: about.clone(), ..action }));
    }
    let until = A_QUARTER.after(context.day);
    let can_be = codes::find(code).is_none_or(|known| known.suppressible);
    if let (Some(place), Some(until), true) = (finding.at.place(), until, can_be)
        && let Some(edit) = suppression(here.workspace, place, code, until)
    {
        let made = changing(here, format!("Accept {code} until {until}"), CodeActionKind::QuickFix, &[edit]);
        actions.extend(made.map(|action| CodeAction { diagnostics: about.clone(), ..action }));
    }
    let title = format!("Explain {code}");
    let arguments = Some(vec![json!(code), json!(uri)]);
    let command = Some(Command { title: title.clone(), command: EXPLAIN.into(), arguments, ..Command::default() });
    if context.does(EXPLAIN) {
        let kind = Some(CodeActionKind::QuickFix);
        actions.push(CodeAction { title, kind, diagnostics: about, command, ..CodeAction::default() });
    }
    actions
}

/// The action that writes a record that is wanted.
fn wished(here: &Here<'_>, wish: &Wish) -> Option<CodeAction> {
    let kind = &here.workspace.index.schema.kind(wish.kind).title;
    match &wish.change {
        Write::Edit(edit) => changing(here, format!("Add {}", wish.id), CodeActionKind::QuickFix, std::slice::from_ref(edit)),
        Write::File(path, text) => Some(CodeAction {
            title: format!("Add {} ({kind}) in {path}", wish.id),
            kind: Some(CodeActionKind::QuickFix),
            edit: Some(here.file(path, text)?),
            ..CodeAction::default()
        }),
    }
}

/// An action that changes texts; none if one of them is not the user's.
fn changing(here: &Here<'_>, title: String, kind: CodeActionKind, edits: &[Edit]) -> Option<CodeAction> {
    Some(CodeAction { title, kind: Some(kind), edit: Some(here.edit(edits)?), ..CodeAction::default() })
}

/// A title with a capital, as menus have it.
fn sentence(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// True for ranges that share a position.
fn touch(one: Range, other: Range) -> bool {
    let key = |range: Range| ((range.start.line, range.start.character), (range.end.line, range.end.character));
    let ((from, to), (start, end)) = (key(one), key(other));
    from <= end && start <= to
}
