//! Mappings in braces on one line: `- { what: …, due: ^ }`.

/// What stands before a cursor within braces that are open.
pub(super) struct Flow<'t> {
    /// What stands before the outermost brace.
    pub before: &'t str,
    /// The keys that the braces stand below, beyond the first brace.
    pub keys: Vec<&'t str>,
    /// The keys of the innermost mapping that are given before the cursor.
    pub given: Vec<&'t str>,
    /// What is being written in it: a key, or a key with its value.
    pub said: &'t str,
}

/// Parts a line before the cursor at its open braces; none if it has none.
pub(super) fn flow(line: &str) -> Option<Flow<'_>> {
    // Of each brace: where it stands, in how many lists, and the commas that part what it holds.
    let mut open: Vec<(usize, usize, Vec<usize>)> = Vec::new();
    let (mut quote, mut lists) = (None, 0_usize);
    for (i, c) in line.char_indices() {
        match (quote, c) {
            (Some(mark), c) => quote = Some(mark).filter(|mark| *mark != c),
            // An apostrophe within a word quotes nothing.
            (None, '"' | '\'') if line[..i].ends_with([' ', '{', '[', ',', ':']) => quote = Some(c),
            (None, '{') => open.push((i, lists, Vec::new())),
            (None, '}') => _ = open.pop(),
            (None, '[') => lists += 1,
            (None, ']') => lists = lists.saturating_sub(1),
            (None, ',') => match open.last_mut() {
                Some((_, within, commas)) if *within == lists => commas.push(i),
                _ => {}
            },
            _ => {}
        }
    }
    let first = open.first()?.0;
    let part = |from: usize, to: usize| line[from..to].split_once(':').map(|(key, _)| key.trim());
    let keys = open.windows(2).filter_map(|pair| {
        let from = pair[0].2.last().map_or(pair[0].0, |comma| *comma);
        part(from + 1, pair[1].0)
    });
    let (at, _, commas) = open.last()?;
    let begins = || std::iter::once(at).chain(commas).map(|begin| begin + 1);
    let given = begins().zip(commas).filter_map(|(from, to)| part(from, *to));
    let (keys, given) = (keys.collect(), given.collect());
    Some(Flow { before: &line[..first], keys, given, said: line[begins().next_back()?..].trim_start() })
}

#[cfg(test)]
mod tests {
    use super::flow;

    #[test]
    fn braces_are_parted_at_commas() {
        let found = flow("  - { what: a, b: [c, d], due: 20").expect("it is open");
        assert_eq!((found.before, found.said), ("  - ", "due: 20"));
        assert_eq!(found.given, ["what", "b"]);
        let found = flow("context: { size: { from: 1, t").expect("it is open");
        assert_eq!((found.before, found.keys, found.given, found.said), ("context: ", vec!["size"], vec!["from"], "t"));
        assert!(flow("a: { b: c }").is_none() && flow("a, b: c").is_none());
    }
}
