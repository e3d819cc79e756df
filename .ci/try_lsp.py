"""A second client drives the language server: that of pygls, which reads every answer into the protocol's types and refuses what does not fit.

Unlike Neovim it is pushed to, for all documents, and counts columns once in UTF-8 and once in UTF-16. Needs Python with the packages of
.ci/requirements-editors.txt.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from lsp_world import ID, NEW, NOT_YET, RECORD, SETTINGS, TITLE, World, program

PLAN = "risk/treatment-plan.yaml"
SECONDS = 60


class Session:
    """A server with a folder open."""

    def __init__(self, world: World, encoding: types.PositionEncodingKind) -> None:
        self.world = world
        self.encoding = encoding
        self.settings = SETTINGS | {"diagnostics": "repository"}
        self.published: dict[str, list[types.Diagnostic]] = {}
        self.came = asyncio.Event()
        self.client = LanguageClient("try_lsp", "1")
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda told: self.keep(told))
        self.client.feature(types.WORKSPACE_CONFIGURATION)(lambda asked: [self.settings for _ in asked.items])

    def keep(self, told: types.PublishDiagnosticsParams) -> None:
        path = Path(url2pathname(unquote(urlsplit(told.uri).path)))
        self.published[path.relative_to(self.world.root).as_posix()] = list(told.diagnostics)
        self.came.set()

    def uri(self, name: str) -> str:
        return (self.world.root / name).as_uri()

    def text(self, name: str) -> str:
        return (self.world.root / name).read_text(encoding="utf-8")

    async def begin(self) -> types.ServerCapabilities:
        await self.client.start_io(str(program()), "lsp")
        capabilities = types.ClientCapabilities(
            general=types.GeneralClientCapabilities(position_encodings=[self.encoding]),
            workspace=types.WorkspaceClientCapabilities(configuration=True, workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)),
            text_document=types.TextDocumentClientCapabilities(
                publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True, data_support=True),
                code_action=types.CodeActionClientCapabilities(
                    code_action_literal_support=types.ClientCodeActionLiteralOptions(
                        code_action_kind=types.ClientCodeActionKindOptions(value_set=[types.CodeActionKind.QuickFix])
                    )
                ),
            ),
        )
        folders = [types.WorkspaceFolder(uri=self.world.root.as_uri(), name="aims")]
        params = types.InitializeParams(capabilities=capabilities, workspace_folders=folders, initialization_options=self.settings)
        answer = await self.client.initialize_async(params)
        self.client.initialized(types.InitializedParams())
        return answer.capabilities

    def open(self, name: str, language: str) -> None:
        document = types.TextDocumentItem(uri=self.uri(name), language_id=language, version=1, text=self.text(name))
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def change(self, name: str, version: int, changes: list) -> None:
        document = types.VersionedTextDocumentIdentifier(uri=self.uri(name), version=version)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, changes))

    def codes(self) -> dict[str, list[tuple[str, int]]]:
        return {name: sorted((d.code, d.range.start.line) for d in told) for name, told in self.published.items() if told}

    async def until(self, what: str, condition) -> None:
        async def come() -> None:
            while not condition():
                self.came.clear()
                await self.came.wait()

        try:
            await asyncio.wait_for(come(), SECONDS)
        except TimeoutError:
            sys.exit(f"waited in vain: {what}; shown: {self.codes()}")

    async def end(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await asyncio.wait_for(self.client._server.wait(), SECONDS)
        if self.client._server.returncode != 0:
            sys.exit(f"the server ended with status {self.client._server.returncode}")

    def at(self, name: str, text: str, into: int = 0) -> dict:
        """The place of a text, as most requests want it."""
        for number, line in enumerate(self.text(name).splitlines()):
            if text in line:
                before = line[: line.index(text) + into]
                wide = self.encoding is types.PositionEncodingKind.Utf16
                column = len(before.encode("utf-16-le")) // 2 if wide else len(before.encode())
                document = types.TextDocumentIdentifier(self.uri(name))
                return {"text_document": document, "position": types.Position(number, column)}
        sys.exit(f"{name} has no {text}")


def lines(world: World) -> dict[str, list[tuple[str, int]]]:
    return {name: sorted((code, line) for code, line, _ in found) for name, found in world.places().items()}


async def diagnostics(session: Session) -> str:
    wanted = lines(session.world)
    await session.until("the findings of check", lambda: session.codes() == wanted)
    # The cause of findings elsewhere goes, in a text that nobody saved, and comes back.
    session.open(RECORD, "markdown")
    lost = types.TextDocumentContentChangeWholeDocument(text="# Notes\n")
    session.change(RECORD, 2, [lost])
    await session.until("findings elsewhere", lambda: session.codes() != wanted and not session.published[RECORD])
    session.change(RECORD, 3, [types.TextDocumentContentChangeWholeDocument(text=session.text(RECORD))])
    await session.until("the findings of check again", lambda: session.codes() == wanted)
    return f"{sum(map(len, wanted.values()))} findings in {len(wanted)} files, those of check"


async def hover(session: Session) -> str:
    told = await session.client.text_document_hover_async(types.HoverParams(**session.at(PLAN, ID)))
    text = told.contents.value if told and isinstance(told.contents, types.MarkupContent) else str(told)
    assert TITLE in text, text
    return f"the card of {ID}"


async def completion(session: Session) -> str:
    field = "    risk: "
    told = await session.client.text_document_completion_async(types.CompletionParams(**session.at(PLAN, field, len(field))))
    items = told.items if isinstance(told, types.CompletionList) else told or []
    assert any(ID in item.label for item in items), [item.label for item in items]
    return f"{len(items)} proposals"


async def definition(session: Session) -> str:
    told = await session.client.text_document_definition_async(types.DefinitionParams(**session.at(PLAN, ID)))
    targets = [told] if isinstance(told, types.Location) else told or []
    uris = {getattr(target, "uri", None) or target.target_uri for target in targets}
    assert session.uri(RECORD) in uris, uris
    return "to the record"


async def references(session: Session) -> str:
    context = types.ReferenceContext(include_declaration=True)
    told = await session.client.text_document_references_async(types.ReferenceParams(**session.at(RECORD, ID), context=context)) or []
    named = {session.uri(name) for name in session.world.naming(ID)}
    assert named <= {each.uri for each in told}, told
    return f"{len(told)} in {len(named)} files"


async def rename(session: Session) -> str:
    told = await session.client.text_document_rename_async(types.RenameParams(**session.at(RECORD, ID), new_name=NEW))
    assert told is not None
    edits = dict(told.changes or {}) | {change.text_document.uri: change.edits for change in told.document_changes or []}
    named = {session.uri(name): places for name, places in session.world.naming(ID).items()}
    assert {uri: len(made) for uri, made in edits.items()} == named, edits
    return f"{sum(named.values())} places in {len(named)} files"


async def code_actions(session: Session) -> str:
    fixable = session.world.fixable()
    name = fixable["at"]["path"]
    shown = next(each for each in session.published[name] if each.code == fixable["code"])
    params = types.CodeActionParams(types.TextDocumentIdentifier(session.uri(name)), shown.range, types.CodeActionContext([shown]))
    told = await session.client.text_document_code_action_async(params) or []
    titles = [action.title for action in told]
    assert fixable["fix"]["title"] in titles, titles
    return f"{len(titles)} at {fixable['code']}"


async def document_symbols(session: Session) -> str:
    told = await session.client.text_document_document_symbol_async(types.DocumentSymbolParams(types.TextDocumentIdentifier(session.uri(RECORD))))
    assert told
    return f"{len(told)} at the top of {RECORD}"


async def folding(session: Session) -> str:
    told = await session.client.text_document_folding_range_async(types.FoldingRangeParams(types.TextDocumentIdentifier(session.uri(RECORD))))
    assert told
    return f"{len(told)} in {RECORD}"


FEATURES = [hover, completion, definition, references, rename, code_actions, document_symbols, folding]
PROVIDERS = {"document_symbols": "document_symbol_provider", "folding": "folding_range_provider", "code_actions": "code_action_provider"}


async def converse(world: World, encoding: types.PositionEncodingKind) -> None:
    session = Session(world, encoding)
    capabilities = await session.begin()
    if capabilities.position_encoding != encoding:
        sys.exit(f"{encoding} was wanted, and the server counts in {capabilities.position_encoding}")
    print(f"{encoding.value}: diagnostics: {await diagnostics(session)}")
    session.open(PLAN, "yaml")
    for feature in FEATURES:
        name = feature.__name__
        if getattr(capabilities, PROVIDERS.get(name, f"{name}_provider")):
            print(f"{encoding.value}: {name}: {await asyncio.wait_for(feature(session), SECONDS)}")
        elif name in NOT_YET:
            print(f"{encoding.value}: {name}: SKIPPED, the server does not have it yet")
        else:
            sys.exit(f"{name} is not advertised")
    await session.end()


async def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        world = World(Path(scratch))
        for encoding in (types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16):
            await converse(world, encoding)


asyncio.run(main())
