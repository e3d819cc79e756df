//! A rule explained: what it rests on, why it matters, what it says, where it fires and where it is silent.

use std::io;

use crate::answers::RuleCard;
use crate::finding::{At, BuiltIn};
use crate::output::human::basis_line;
use crate::output::legible;
use crate::output::page::{Page, sentence};
use crate::rules::ExampleFile;
use crate::rules::examples::{NOWHERE, markers};

impl Page<'_> {
    pub(super) fn rule(&mut self, card: &RuleCard<'_>) -> io::Result<()> {
        let rule = card.rule;
        self.title(&rule.name, &rule.about().summary)?;
        let stage = rule.pack.stage_word(rule.stage);
        let basis = basis_line(rule.pack.standard.as_deref(), &rule.keys, rule.basis);
        let rests = basis.unwrap_or_else(|| rule.basis.phrase().to_owned());
        self.paragraph(&format!("{} from stage {stage} on; {rests}.", sentence(rule.severity.word())))?;
        let keys: Vec<_> =
            card.keys.iter().map(|(id, title)| [id.to_string(), title.as_deref().unwrap_or_default().to_owned()]).collect();
        self.list("Keyed to", &keys)?;
        self.section("Judges")?;
        let kinds: Vec<_> = card.kinds.iter().map(|(name, title)| format!("{title} ({name})")).collect();
        self.paragraph(&if kinds.is_empty() { "the repository as a whole".to_owned() } else { kinds.join(", ") })?;
        if let Some(why) = &rule.about().why {
            self.section("Why")?;
            self.paragraph(why)?;
        }
        if let Some(finding) = &card.says {
            self.section("It says, for instance")?;
            self.paragraph(&finding.message)?;
            if let Some(help) = &finding.help {
                self.section("What to do")?;
                self.paragraph(help)?;
            }
        }
        let nowhere = card.says.as_ref().is_some_and(|finding| matches!(finding.at, At::Nowhere(_)));
        let bad = if nowhere { "It fires, as something is absent" } else { "It fires where → points" };
        self.example(bad, &rule.name, &rule.about().examples.bad)?;
        self.example("It is silent", &rule.name, &rule.about().examples.good)?;
        let file = self.workspace.sources.get(rule.place.file);
        let line = file.position(rule.place.span.start).line;
        self.section("Where")?;
        self.paragraph(&format!("{}:{line}", file.path))
    }

    pub(super) fn code(&mut self, code: &BuiltIn) -> io::Result<()> {
        self.title(code.code, code.summary)?;
        self.paragraph(&format!("{}, built in; repository hygiene.", sentence(code.severity.word())))?;
        self.section("Why")?;
        self.paragraph(code.why)?;
        self.section("What to do")?;
        self.paragraph(&format!("{}.", sentence(code.fix)))?;
        if code.suppressible {
            Ok(())
        } else {
            self.paragraph("It cannot be switched off: without it nothing else can be judged.")
        }
    }

    /// Files of an example without their markers; the lines that were marked for the rule are pointed at.
    fn example(&mut self, title: &str, rule: &str, files: &[ExampleFile]) -> io::Result<()> {
        let files: Vec<&ExampleFile> = files.iter().filter(|file| &*file.path != NOWHERE).collect();
        if files.is_empty() {
            return Ok(());
        }
        self.section(title)?;
        let wrong = self.wrong();
        for (i, file) in files.iter().enumerate() {
            if i > 0 {
                writeln!(self.out)?;
            }
            writeln!(self.out, "  {}", legible::line(&file.path))?;
            for line in file.text.trim_end().lines() {
                let (text, marked) = markers(line);
                let text = legible::line(&text);
                if marked.contains(&rule) {
                    writeln!(self.out, "  {wrong}→{wrong:#} {text}")?;
                } else {
                    writeln!(self.out, "{}", format!("  │ {text}").trim_end())?;
                }
            }
        }
        Ok(())
    }
}
