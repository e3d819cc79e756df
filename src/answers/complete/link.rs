//! Links of Markdown: files of the repository, and their headings.

use super::{Choice, Choices, Here, Sort};
use crate::answers::add::line;
use crate::model::Facts;
use crate::model::index::join;

/// What a link that is being written may lead to.
pub(super) fn choices(here: &Here<'_>) -> Option<Choices> {
    let (_, start, _) = line(here.text, here.offset);
    let before = &here.text[start..here.offset];
    let (_, target) = before.rsplit_once("](").filter(|(_, target)| !target.contains([')', ' ']))?;
    let index = &here.workspace.index;
    let own = index.facts(here.file)?;
    if let Some((path, anchor)) = target.split_once('#') {
        let file = if path.is_empty() { Some(own) } else { join(&own.path, path).and_then(|path| index.at_path(&path)) };
        let file = file?;
        let source = here.workspace.sources.get(file.file);
        let headings =
            file.document.headings.iter().map(|heading| {
                Choice::new(Sort::Heading, &heading.anchor, crate::finding::one_line(source.slice(heading.span), 80))
            });
        return Some(Choices::of(here, here.offset - anchor.len(), headings));
    }
    let others = index.files().filter(|facts| facts.file != own.file && !here.workspace.is_pack(facts.file));
    let file = |facts: &Facts| {
        let title = facts.document.title.as_ref().map_or_else(String::new, |(title, _)| title.to_string());
        Choice::new(Sort::File, &relative(&own.path, &facts.path), title)
    };
    Some(Choices::of(here, here.offset - target.len(), others.map(|facts| file(facts))))
}

/// The path of a file as a link in another has it.
fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let parts: Vec<&str> = to.split('/').collect();
    let common = folders.iter().zip(&parts).take(folders.len().min(parts.len()) - 1).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders.len() - 1 - common);
    // A space ends a link.
    up.chain(parts[common..].iter().copied()).collect::<Vec<&str>>().join("/").replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_seen_from_the_file_that_links() {
        assert_eq!(relative("a/b.md", "a/c.md"), "c.md");
        assert_eq!(relative("a/b.md", "d/my file.md"), "../d/my%20file.md");
        assert_eq!(relative("b.md", "a/c.md"), "a/c.md");
        assert_eq!(relative("a/b/c.md", "a/c.md"), "../c.md");
    }
}
