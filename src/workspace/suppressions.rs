//! What is accepted, by comments and by the manifest, and what is wrong with that: not understood, about nothing, past its day, needless.

use jiff::civil::Date;

use super::Workspace;
use super::settings::unknown_rule;
use crate::config::Setting;
use crate::finding::{Edit, Finding, Fix, Stage, codes, nearest, without_comment, without_item};
use crate::model::read::matches;
use crate::model::{Facts, Whose};
use crate::rules::Count;
use crate::source::{FileId, Place, Span};
use crate::syntax::directive::{Astray, Directive, Wrong};
use crate::triage::{Accepted, By, Scope};

/// What to write, for who missed it.
const FORM: &str = "write `clauselint: allow RULE until YYYY-MM-DD reason \"…\"`";

/// Codes that speak of suppressions themselves. What accepts one of these is asked last.
const OWN: &[&str] = &[codes::EXPIRED_SUPPRESSION, codes::UNUSED_SUPPRESSION, codes::MISPLACED_SUPPRESSION];

/// Tells whether there is a finding for which something holds.
pub(super) type Any<'a> = &'a dyn Fn(&dyn Fn(&Finding) -> bool) -> bool;

/// True for a finding that [`Workspace::suppressions`] gives.
pub(super) fn is_about_suppressing(finding: &Finding) -> bool {
    OWN.contains(&&*finding.code) || *finding.code == *codes::MALFORMED_SUPPRESSION
}

/// A comment or an entry of the manifest that is understood, and where it stands.
struct Entry<'a> {
    accepted: Accepted<'a>,
    file: FileId,
    rule: Span,
    until: Span,
    /// What goes with it when it is taken out; none where that is not clear.
    whole: Option<Span>,
}

impl Workspace {
    /// What is accepted on some day: comments first, as they are nearer to what they are about.
    pub(super) fn accepted(&self) -> Vec<Accepted<'_>> {
        self.entries().iter().map(|entry| entry.accepted).collect()
    }

    fn entries(&self) -> Vec<Entry<'_>> {
        let comments = self.speaking(|facts| !facts.directives.is_empty());
        let comments = comments.flat_map(|facts| facts.directives.iter().map(|directive| (facts.file, directive)));
        let mut entries: Vec<Entry<'_>> = comments.filter_map(|(file, directive)| self.comment(file, directive)).collect();
        let Some((file, manifest)) = &self.manifest else { return entries };
        let text = &self.sources.get(*file).text;
        entries.extend(manifest.allow.iter().filter(|allow| self.cannot_be_allowed(&allow.rule.0).is_none()).map(|allow| {
            Entry {
                accepted: Accepted {
                    by: By::Manifest,
                    rule: &allow.rule.0,
                    until: allow.until.0,
                    reason: &allow.reason,
                    scope: allow.path.as_deref().map_or(Scope::Everywhere, Scope::Path),
                },
                file: *file,
                rule: allow.rule.1,
                until: allow.until.1,
                whole: without_item(text, allow.span),
            }
        }));
        entries
    }

    fn comment<'a>(&'a self, file: FileId, directive: &'a Directive) -> Option<Entry<'a>> {
        let (Ok(said), Ok(covers)) = (&directive.said, directive.covers) else { return None };
        self.cannot_be_allowed(&said.rule.0).is_none().then(|| Entry {
            accepted: Accepted {
                by: By::Comment,
                rule: &said.rule.0,
                until: said.until.0,
                reason: &said.reason,
                scope: Scope::Within(Place::new(file, covers)),
            },
            file,
            rule: said.rule.1,
            until: said.until.1,
            whole: Some(without_comment(&self.sources.get(file).text, directive.comment)),
        })
    }

    /// Files whose comments count, of those that are asked for: files whose findings are told, templates aside, and the manifest.
    fn speaking(&self, asked: impl Fn(&Facts) -> bool) -> impl Iterator<Item = &Facts> {
        let manifest = self.manifest.as_ref().map(|(file, _)| *file);
        let counts = move |facts: &Facts| self.is_told(facts.file) && !matches!(facts.whose, Whose::Template { .. });
        // Few are asked for, of many.
        let asked = self.index.files().map(|facts| &**facts).filter(move |facts| asked(facts));
        asked.filter(move |facts| Some(facts.file) == manifest || counts(facts))
    }

    /// Why a name cannot be allowed, if it cannot.
    fn cannot_be_allowed(&self, rule: &str) -> Option<String> {
        let structural = codes::find(rule).is_some_and(|code| !code.suppressible);
        let message = || format!("`{rule}` cannot be allowed: nothing else can be judged without it");
        unknown_rule(rule, &self.base.rules).or_else(|| structural.then(message))
    }

    /// What is wrong with suppressions on a day on which this was found.
    /// `any` tells whether a finding is among it for which something holds.
    pub(super) fn suppressions(&self, today: Date, any: Any<'_>, counts: &[Count]) -> Vec<Finding> {
        let entries = self.entries();
        let broken: Vec<FileId> = self.speaking(is_broken).map(|facts| facts.file).collect();
        let mut findings = Vec::new();
        for facts in self.speaking(|facts| !facts.directives.is_empty()) {
            let whole = !broken.contains(&facts.file);
            facts.directives.iter().for_each(|directive| findings.extend(self.mistake(facts.file, directive, whole)));
        }
        self.mistakes_of_manifest(&mut findings);
        let (own, others): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) = entries.iter().partition(|e| OWN.contains(&e.accepted.rule));
        let told = |entry: &Entry<'_>, finding: &Finding| {
            let also = || finding.notes.iter().filter_map(|note| note.strip_prefix("also: ")?.split(": ").next());
            let accepted = &entry.accepted;
            (*finding.code == *accepted.rule || also().any(|code| code == accepted.rule))
                && accepted.reaches(finding, &self.sources)
        };
        for entry in others {
            let used = any(&|finding| told(entry, finding));
            findings.extend(self.needless_entry(today, entry, used, counts, &broken));
        }
        let about_others = findings.len();
        for entry in own {
            let used = findings[..about_others].iter().any(|finding| told(entry, finding));
            findings.extend(self.needless_entry(today, entry, used, counts, &broken));
        }
        findings
    }

    fn needless_entry(&self, today: Date, entry: &Entry<'_>, used: bool, counts: &[Count], broken: &[FileId]) -> Option<Finding> {
        let Accepted { rule, until, scope, by, .. } = entry.accepted;
        let hidden = broken.iter().any(|file| match scope {
            Scope::Everywhere => true,
            Scope::Path(pattern) => matches(pattern, &self.sources.get(*file).path),
            Scope::Within(place) => place.file == *file,
        });
        let judged = self.judged(rule, counts).filter(|_| !used && !hidden);
        let what = if by == By::Comment { "comment" } else { "entry" };
        let fix = |safe| {
            let edits = vec![Edit { place: Place::new(entry.file, entry.whole?), text: String::new() }];
            Some(Fix { title: format!("remove the {what}"), edits, safe })
        };
        let built_in = |code, span, message: String| Finding::built_in(code, Place::new(entry.file, span), message);
        let mut finding = match judged {
            None if today > until => built_in(
                codes::EXPIRED_SUPPRESSION,
                entry.until,
                format!("{rule} was allowed until {until}, and is not any more"),
            )
            .help(format!("remove the {what}, or decide anew how long the finding is accepted")),
            None => return None,
            Some(_) if today > until => built_in(
                codes::EXPIRED_SUPPRESSION,
                entry.until,
                format!("{rule} was allowed until {until}, and nothing of it is found any more"),
            )
            .help(format!("remove the {what}")),
            Some(_) => {
                let place = match scope {
                    Scope::Everywhere => String::new(),
                    Scope::Path(pattern) => format!(" in `{pattern}`"),
                    Scope::Within(_) => " here".to_owned(),
                };
                let message = format!("{rule} is allowed{place}, and nothing of it is found");
                built_in(codes::UNUSED_SUPPRESSION, entry.rule, message).help(format!("remove the {what}"))
            }
        };
        finding.fix = fix(judged.is_some());
        finding.stage = judged.unwrap_or_default();
        Some(finding)
    }

    /// From which stage on a rule or code is judged; none if it was not.
    pub(super) fn judged(&self, name: &str, counts: &[Count]) -> Option<Stage> {
        let manifest = self.manifest.as_ref().map(|(_, manifest)| manifest);
        if codes::find(name).is_some() {
            let off = manifest.is_some_and(|m| m.rules.iter().any(|r| *r.rule.0 == *name && r.to == Setting::Off));
            return (!off && (manifest.is_none() || name != codes::MISSING_DOCUMENTS)).then(Stage::default);
        }
        let (rule, count) = self.base.rules.all().iter().zip(counts).find(|(rule, _)| *rule.name == *name)?;
        // Without a manifest, what is absent is told together.
        (count.judged && (manifest.is_some() || !rule.is_presence())).then_some(rule.stage)
    }

    /// What is wrong with a comment by itself. Of a file that is not `whole` it is not known what stands below.
    fn mistake(&self, file: FileId, directive: &Directive, whole: bool) -> Option<Finding> {
        let source = self.sources.get(file);
        let edit = |title: String, span: Span, text: String| Fix {
            title,
            edits: vec![Edit { place: Place::new(file, span), text }],
            safe: false,
        };
        let removal = || edit("remove the comment".to_owned(), without_comment(&source.text, directive.comment), String::new());
        let malformed = |span: Span, message: &str, instead: Option<&str>| {
            let mut finding = Finding::built_in(codes::MALFORMED_SUPPRESSION, Place::new(file, span), message).help(FORM);
            finding.fix = Some(instead.map_or_else(removal, |text| edit(format!("write {text}"), span, text.to_owned())));
            finding
        };
        let said = match &directive.said {
            Err(Wrong { span, message, instead }) => return Some(malformed(*span, message, instead.as_deref())),
            Ok(said) => said,
        };
        let (rule, at) = &said.rule;
        if let Some(message) = self.cannot_be_allowed(rule) {
            let names = self.base.rules.names().chain(codes::CODES.iter().map(|code| code.code));
            let meant = codes::find(rule).is_none().then(|| nearest(rule, names)).flatten();
            return Some(malformed(*at, &message, meant));
        }
        let astray = directive.covers.err().filter(|astray| whole || *astray != Astray::Last)?;
        let (message, help) = match astray {
            Astray::AfterRow => {
                ("what stands after the last cell of a row is lost", "put the comment into one of the row's cells")
            }
            Astray::BetweenRows => ("a comment between two rows ends the table", "put the comment into one of the row's cells"),
            Astray::Last => {
                ("nothing stands below this comment", "put it on a line above what it is about, or at the end of that line")
            }
            Astray::Heading => ("in Markdown this is a heading, and allows nothing", "write `<!-- clauselint: allow … -->`"),
        };
        let mut finding =
            Finding::built_in(codes::MISPLACED_SUPPRESSION, Place::new(file, directive.comment), message).help(help);
        // A heading's sign stands before its words.
        finding.fix = Some(if astray == Astray::Heading {
            let line = source.lines().range(source.lines().line_of(directive.comment.start), &source.text);
            let span = Span::new(line.start, directive.comment.end as usize);
            edit("make it a comment".to_owned(), span, format!("<!-- {} -->", source.slice(directive.comment)))
        } else {
            removal()
        });
        Some(finding)
    }

    /// Names that entries of the manifest cannot be about.
    fn mistakes_of_manifest(&self, findings: &mut Vec<Finding>) {
        let Some((file, manifest)) = &self.manifest else { return };
        for allow in &manifest.allow {
            if let Some(message) = self.cannot_be_allowed(&allow.rule.0) {
                let mut finding = Finding::built_in(codes::MALFORMED_SUPPRESSION, Place::new(*file, allow.rule.1), message);
                finding.fix = self.without_entry(*file, allow.span);
                findings.push(finding);
            }
        }
    }

    /// Gives what is wrong with the manifest's entries a fix that takes them out, where nothing better is known.
    pub(super) fn removable(&mut self) {
        let Some((file, manifest)) = &self.manifest else { return };
        let fixes: Vec<Option<Fix>> = self
            .setup
            .iter()
            .map(|finding| {
                let at = finding.at.place().filter(|at| finding.fix.is_none() && at.file == *file)?;
                let within = |entry: &&Span| entry.start <= at.span.start && at.span.end <= entry.end;
                let entry =
                    manifest.allow_entries.iter().find(within).filter(|_| *finding.code == *codes::MALFORMED_SUPPRESSION)?;
                self.without_entry(*file, *entry)
            })
            .collect();
        for (finding, fix) in self.setup.iter_mut().zip(fixes) {
            finding.fix = finding.fix.take().or(fix);
        }
    }

    fn without_entry(&self, file: FileId, entry: Span) -> Option<Fix> {
        let span = without_item(&self.sources.get(file).text, entry)?;
        let edits = vec![Edit { place: Place::new(file, span), text: String::new() }];
        Some(Fix { title: "remove the entry".to_owned(), edits, safe: false })
    }
}

/// True for a file of which a part was not read.
pub(super) fn is_broken(facts: &Facts) -> bool {
    let structural = [codes::SYNTAX_ERROR, codes::LIMIT_EXCEEDED, codes::UNREADABLE_FILE];
    facts.findings.iter().any(|finding| structural.contains(&&*finding.code))
}
