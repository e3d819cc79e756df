//! Definition: from a reference, a citation or a link to where the thing stands.

use gen_lsp_types::{Definition, DefinitionParams, DefinitionRequest, DefinitionResponse, Location, ServerCapabilities};

use super::{Context, Feature};
use crate::answers::naming::definition;
use crate::lsp::client::Client;

/// `textDocument/definition`.
pub struct GoToDefinition;

impl Feature for GoToDefinition {
    type Request = DefinitionRequest;
    const NAME: &'static str = "definition";

    fn advertise(capabilities: &mut ServerCapabilities, _: &Client) {
        capabilities.definition_provider = Some(true.into());
    }

    fn answer(context: &Context<'_>, params: DefinitionParams) -> Option<DefinitionResponse> {
        let at = params.text_document_position_params;
        let here = context.here(&at.text_document.uri)?;
        let (_, places) = definition(here.workspace, here.file, here.offset(at.position))?;
        let locations: Vec<Location> = places.into_iter().filter_map(|place| here.location(place)).collect();
        Some(Definition::LocationList(locations).into())
    }
}
