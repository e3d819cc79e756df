//! Citations in prose: clauses, controls, editions. Patterns and cues are pack data; the engine knows no scheme.
//!
//! A number is a citation only beside a cue, and only where the scheme is named in its sentence or is the document's own: a file that
//! names no rival scheme. Anything else is left alone.

use std::cell::LazyCell;
use std::sync::Arc;

use super::super::facts::{Cited, Mention, MentionBy};
use super::Reading;
use crate::finding::{Finding, codes, did_you_mean};
use crate::schema::{KindId, Schema};
use crate::source::{FileId, Place, Span};
use crate::syntax::markdown::Markdown;
use crate::syntax::{Lazy, Node};

/// All citation schemes of the packs that are on.
#[derive(Clone, Debug, Default)]
pub struct Citations {
    /// The schemes.
    pub schemes: Vec<Scheme>,
}

/// One standard's way of being cited.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its name, also the namespace of its ids: `iso42001:A.5.2`.
    pub name: Arc<str>,
    /// What names it in prose.
    pub names: Lazy,
    /// What names a scheme whose ids look alike.
    pub rivals: Option<Lazy>,
    /// What else has clauses: a sentence that speaks of it cites those.
    pub others: Option<Lazy>,
    /// What can be cited.
    pub forms: Vec<Form>,
}

/// One form of citation.
#[derive(Clone, Debug)]
pub struct Form {
    /// `clause`, `control`, `edition`.
    pub name: Arc<str>,
    /// The kinds of record it points to.
    pub kinds: Arc<[KindId]>,
    /// With the group `id`; cue included.
    pub pattern: Lazy,
    /// How the groups make the id that is looked up (`ISO/IEC 42001:$edition`); without, the group `id` is it.
    pub id: Option<Arc<str>>,
    /// A citation followed at once by this is of something else ("clause 4 of the contract").
    pub unless: Option<Lazy>,
    /// True where the pattern itself names the scheme.
    pub names_scheme: bool,
}

impl Citations {
    /// Reads a pack's `mentions.yaml`, and adds what is wrong with it to `findings`.
    pub fn load(&mut self, file: FileId, node: &Node<'_>, schema: &Schema, findings: &mut Vec<Finding>) {
        let mut complain =
            |span: Span, text: String| findings.push(Finding::built_in(codes::INVALID_RULE, Place::new(file, span), text));
        for scheme in node.get("schemes").into_iter().flat_map(Node::items) {
            let lazy = |node: &Node<'_>, key: &str, complain: &mut dyn FnMut(Span, String)| -> Option<Lazy> {
                let value = node.get(key)?;
                let read = Lazy::new(value.text().unwrap_or_default(), false);
                read.map_err(|e| complain(value.span, format!("`{key}` is not a regular expression: {e}"))).ok()
            };
            let (Some(name), Some(names)) = (scheme.get("name").and_then(Node::text), lazy(scheme, "names", &mut complain))
            else {
                complain(scheme.span, "a citation scheme needs `name` and `names`".into());
                continue;
            };
            let rivals = lazy(scheme, "rivals", &mut complain);
            let others = lazy(scheme, "others", &mut complain);
            let mut forms = Vec::new();
            for form in scheme.get("forms").into_iter().flat_map(Node::items) {
                let mut kinds = Vec::new();
                for kind in form.get("kinds").into_iter().flat_map(Node::items) {
                    match kind.text().and_then(|k| schema.find(k)) {
                        Some(id) => kinds.push(id),
                        None => {
                            let near = did_you_mean(kind.text().unwrap_or_default(), schema.kinds.iter().map(|k| &*k.name));
                            complain(kind.span, format!("`{}` is not a kind{near}", kind.text().unwrap_or_default()));
                        }
                    }
                }
                let Some(pattern) = lazy(form, "match", &mut complain) else { continue };
                if !["(?<id>", "(?P<id>"].iter().any(|group| pattern.source().contains(group)) {
                    complain(form.span, "the pattern of a citation has a group `id`".into());
                    continue;
                }
                forms.push(Form {
                    name: form.get("form").and_then(Node::text).unwrap_or("id").into(),
                    kinds: kinds.into(),
                    pattern,
                    id: form.get("as").and_then(Node::text).map(Arc::from),
                    unless: lazy(form, "unless", &mut complain).and_then(|l| l.anchored().ok()),
                    names_scheme: form.get("names_scheme").and_then(Node::text) == Some("true"),
                });
            }
            self.schemes.push(Scheme { name: name.into(), names, rivals, others, forms });
        }
    }

    /// A reference's text without the namespace of a scheme that is loaded: `iso42001:A.5.2` is `A.5.2`.
    pub fn without_namespace<'t>(&self, text: &'t str) -> &'t str {
        match text.split_once(':') {
            Some((prefix, rest)) if self.schemes.iter().any(|s| s.name.eq_ignore_ascii_case(prefix)) => rest.trim_start(),
            _ => text,
        }
    }
}

impl Reading<'_> {
    /// Collects citations in prose and headings.
    pub(super) fn citations(&mut self, tree: &Markdown<'_>) {
        let (vocabulary, text) = (self.vocabulary, self.text);
        for scheme in &vocabulary.citations.schemes {
            // The whole text is gone through for rivals only once a citation hangs on it.
            let own = LazyCell::new(|| !scheme.rivals.as_ref().is_some_and(|r| r.is_match(text)));
            let all: Vec<&Form> = scheme.forms.iter().collect();
            let plain: Vec<&Form> = scheme.forms.iter().filter(|f| f.names_scheme).collect();
            let spans = tree.blocks.iter().filter(|b| !b.quoted).map(|b| b.span).chain(tree.headings.iter().map(|h| h.span));
            for span in spans {
                self.block_citations(scheme, span, &all, || *own);
            }
            // A number in a cell may be anybody's; a form that names its scheme itself is that wherever it stands.
            let cells = tree.tables.iter().flat_map(|t| &t.rows).flat_map(Node::entries).map(|e| e.value.span);
            for span in cells.filter(|s| !s.is_empty()) {
                self.block_citations(scheme, span, &plain, || *own);
            }
        }
    }

    fn block_citations(&mut self, scheme: &Scheme, block: Span, forms: &[&Form], own: impl Fn() -> bool) {
        let whole = self.text;
        let Some(text) = whole.get(block.range()) else { return };
        for form in forms {
            for found in form.pattern.regex().into_iter().flat_map(|pattern| pattern.captures_iter(text)) {
                let (Some(all), Some(id)) = (found.get(0), found.name("id")) else { continue };
                if form.unless.as_ref().is_some_and(|u| u.is_match(&text[all.end()..])) {
                    continue;
                }
                let sentence = sentence(text, all.start());
                let about = &text[sentence.clone()];
                let rival = [&scheme.rivals, &scheme.others].into_iter().flatten().any(|r| r.is_match(about));
                let named = scheme.names.is_match(about);
                if !(form.names_scheme || !rival && (named || own())) {
                    continue;
                }
                let mut wanted = String::new();
                match &form.id {
                    Some(template) => found.expand(template, &mut wanted),
                    None => wanted.push_str(id.as_str()),
                }
                let at = |range: std::ops::Range<usize>| {
                    Span::new(block.start as usize + range.start, block.start as usize + range.end)
                };
                let cited = Cited {
                    scheme: scheme.name.clone(),
                    form: form.name.clone(),
                    kinds: form.kinds.clone(),
                    id: wanted.into(),
                    beside: beside(text, sentence, all.range()).map(at),
                    edition: found.name("edition").map(|m| m.as_str().into()),
                };
                self.facts.mentions.push(Mention { span: at(id.range()), by: MentionBy::Prose(Box::new(cited)) });
            }
        }
    }
}

/// Most bytes of a sentence that are looked at on each side of a citation: a text of one endless sentence must not be read once for each.
const LONGEST_HALF: usize = 2_000;

/// The sentence around an offset: from the last full stop, question or exclamation mark before it that ends a sentence, to the next.
fn sentence(text: &str, at: usize) -> std::ops::Range<usize> {
    let ends = |i: usize| {
        let rest = &text[i..];
        rest.starts_with(['.', '!', '?'])
            && rest[1..].starts_with(char::is_whitespace)
            && rest[1..].trim_start().starts_with(|c: char| c.is_uppercase() || c == '[')
    };
    let near = |i: &usize| i.abs_diff(at) <= LONGEST_HALF;
    let mut first = at;
    for i in text[..at].char_indices().rev().map(|(i, _)| i).take_while(near) {
        if ends(i) {
            first = i + 1;
            break;
        }
        first = i;
    }
    let mut last = at;
    for i in text[at..].char_indices().map(|(i, _)| at + i).chain([text.len()]).take_while(near) {
        last = i;
        if i < text.len() && ends(i) {
            last = i + 1;
            break;
        }
    }
    first..last
}

/// The words that touch a citation: those before it, if only a bracket, a comma or a small word parts them from it; else those after it
/// where a colon, a dash or a bracket leads over. At most five words, none beyond a punctuation mark.
fn beside(text: &str, sentence: std::ops::Range<usize>, citation: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
    let stop = |c: char| matches!(c, '.' | ';' | ':' | '(' | ')' | '|' | '\n' | ',' | '"');
    let before = &text[sentence.start.min(citation.start)..citation.start];
    let lead = before.trim_end_matches([' ', '(', '[', ',', '*', '_']);
    let lead = ["in", "under", "per", "see", "of"]
        .iter()
        .find_map(|w| lead.strip_suffix(w).filter(|l| l.ends_with([' ', '('])))
        .unwrap_or(lead);
    let lead = lead.trim_end_matches([' ', '(', '[', ',']);
    let from = lead.rfind(stop).map_or(0, |i| i + lead[i..].chars().next().map_or(1, char::len_utf8));
    let words: Vec<&str> = lead[from..].split_whitespace().collect();
    if let Some(first) = words.get(words.len().saturating_sub(5)).filter(|_| before.trim_end() != before || before.ends_with('('))
    {
        let offset = first.as_ptr() as usize - text.as_ptr() as usize;
        let end = lead.as_ptr() as usize - text.as_ptr() as usize + lead.len();
        return (end > offset).then_some(offset..end);
    }
    let after = &text[citation.end..sentence.end.max(citation.end)];
    let rest = after.trim_start_matches([' ', '*', '_']).strip_prefix([':', '–', '—', '-', '('])?;
    let start = rest.trim_start();
    let end = start.find(stop).unwrap_or(start.len());
    let last = start[..end].split_whitespace().take(5).last()?;
    let offset = start.as_ptr() as usize - text.as_ptr() as usize;
    Some(offset..last.as_ptr() as usize - text.as_ptr() as usize + last.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_touch_a_citation() {
        let of = |text: &str, citation: &str| {
            let at = text.find(citation).unwrap();
            beside(text, sentence(text, at), at..at + citation.len()).map(|r| text[r].to_owned())
        };
        assert_eq!(
            of("Our Statement of Applicability (clause 6.1.4) says", "clause 6.1.4").as_deref(),
            Some("Our Statement of Applicability")
        );
        assert_eq!(of("Clause 6.2: objectives and plans.", "Clause 6.2").as_deref(), Some("objectives and plans"));
        assert_eq!(of("We audit. Clause 8.2 applies", "Clause 8.2"), None);
        assert_eq!(of("clauses 4.1", "4.1").as_deref(), Some("clauses"));
    }

    #[test]
    fn an_endless_sentence_is_cut() {
        let text = "é, clause 4 ".repeat(10_000);
        let at = text[60_000..].find("clause").map(|i| i + 60_000).unwrap();
        let cut = sentence(&text, at);
        assert!(cut.contains(&at) && cut.len() <= 2 * LONGEST_HALF + 4, "{cut:?}");
        assert_eq!(sentence("clause 4", 0), 0..8);
    }

    #[test]
    fn sentences_end_at_stops_before_capitals() {
        let text = "See cl. 8.2 of it. Then clause 9.1 applies. End";
        let at = text.find("clause 9.1").unwrap();
        assert_eq!(text[sentence(text, at)].trim(), "Then clause 9.1 applies.");
    }
}
