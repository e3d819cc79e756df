//! What is at hand, or is looked up, is what reading and looking for it gives.

use super::*;

/// Values of fields of a book: stated, empty, of another form, in doubt.
const FIELDS: [&str; 12] = [
    "status: on shelf",
    "status: gone for good",
    "bought_on: 2026-03-0{n}",
    "bought_on: TBD",
    "bought_on: some day",
    "pages: {n}",
    "subjects: [law, Tax {n}]",
    "subjects: []",
    "rare: yes",
    "title: Title {n}",
    "owner: CL-1",
    "owner: CL-9",
];

/// Books that state some of the fields each, enough of them that look-ups pay, and what they lead to.
fn library() -> Library {
    let book = |n: usize| {
        let fields = FIELDS.iter().enumerate().filter(|(i, _)| (n * 7 + i * i) % 5 < 2);
        let mut names = Vec::new();
        let own = fields.filter(|(_, field)| {
            let name = field.split(':').next().unwrap_or_default();
            let first = !names.contains(&name);
            names.push(name);
            first
        });
        let own: Vec<String> = own.map(|(_, field)| format!(", {}", field.replace("{n}", &(n % 7 + 1).to_string()))).collect();
        format!("  - {{ id: BK-{n}{} }}\n", own.concat())
    };
    let books: Vec<String> = (0..60).map(book).collect();
    let loan = |n: usize| format!("  - {{ id: LN-{n}, book: BK-{}, title: t{} }}\n", n * 11 % 70, n % 3);
    let loans: Vec<String> = (0..50).map(loan).collect();
    Library::new(&format!(
        "books:\n{}loans:\n{}clerks:\n  - {{ id: CL-1, title: Ada }}\n  - {{ id: CL-2, stands_in: CL-1 }}\n",
        books.concat(),
        loans.concat()
    ))
}

/// What is asked of each book.
const OF_BOOKS: [&str; 26] = [
    "status given",
    "bought_on given",
    "pages missing",
    "subjects given",
    "rare given",
    "owner given",
    "status == \"on shelf\"",
    "status in [\"On  Shelf\", \"lent\"]",
    "title != \"title 3\"",
    "title in [\"TITLE 2\", \"x\"]",
    "kind == \"book\"",
    "id == \"bk-7\"",
    "title matches /[1-3]$/",
    "subjects has \"law\"",
    "owner.kind == \"clerk\"",
    "any b in all books where b.bought_on < bought_on",
    "any b in all books where bought_on <= b.bought_on and b.pages > pages",
    "none b in all books where b.bought_on >= bought_on + 1 day and b.rare",
    "any b in all books where b.pages > pages and b.rare",
    "any b in all books where b.title == title and b.status == \"on shelf\"",
    "any b in all books where b.title similar title and b.id != id",
    "any l in all loans where l.title in [\"t1\", \"t7\"] and l.book.pages == pages",
    "any b in all books where (b.title matches /[4-6]$/ and b.id != id) or b.pages > pages",
    "none l in all loans where (l.title == \"T2\" and l.book.id == id) or l.title == title",
    "any m in all mentions where m.field == \"book\" and m.target.kind == kind",
    "count(b in all books where b.bought_on < bought_on) > 3",
];

#[test]
fn of_records() {
    let library = library();
    let mut told = [0; 3];
    for n in 0..60 {
        for text in OF_BOOKS {
            match library.truth(Some(&format!("BK-{n}")), text) {
                'T' => told[0] += 1,
                'F' => told[1] += 1,
                _ => told[2] += 1,
            }
        }
    }
    assert!(told.iter().all(|n| *n > 100), "true, false, unknown: {told:?}");
}

/// What is asked of each citation.
const OF_MENTIONS: [&str; 10] = [
    "field given",
    "field == \"book\"",
    "field in [\"owner\", \"stands_in\"]",
    "target.kind in [\"book\", \"text\"]",
    "target.status == \"on shelf\"",
    "target.pages given",
    "from.kind == \"loan\"",
    "from.title in [\"t1\", \"Ada\"]",
    "any m in all mentions where m.field == field and m.from.kind == from.kind and m.target.kind == \"clerk\"",
    "none m in all mentions where m.target.kind == target.kind and m.field != field",
];

#[test]
fn of_citations() {
    let library = library();
    let mention = library.schema.find("mention").unwrap();
    let scope = Scope { this: vec![mention], ..library.scope(None) };
    let (world, cache) = (library.world(), Cache::default());
    let plainly = library.plainly(&cache);
    let mut told = [0; 3];
    for text in OF_MENTIONS {
        let cond = compile_cond(text, 0, &scope).unwrap_or_else(|c| panic!("{text}: {c:?}"));
        for id in library.index.mentions() {
            let this = || Some(Rec::Mention(id));
            let truth = cond.eval(&Env::new(&world, this()));
            assert_eq!(truth, cond.eval(&Env::new(&plainly, this())), "{text} of {id:?}");
            told[truth as usize] += 1;
        }
    }
    assert!(told.iter().all(|n| *n > 20), "true, false, unknown: {told:?}");
}
