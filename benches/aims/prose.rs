//! Words for the documents: names and sentences of the length and vocabulary that such papers have.

use super::random::Random;

const NAMES: &[&str] = &[
    "Triage",
    "Transcribe",
    "Sorter",
    "Forecast",
    "Router",
    "Summary",
    "Matcher",
    "Screener",
    "Planner",
    "Reader",
    "Adviser",
    "Detector",
    "Ranker",
    "Guide",
    "Lookout",
    "Estimator",
];
const FIELDS: &[&str] = &[
    "claims",
    "invoices",
    "letters",
    "calls",
    "shipments",
    "repairs",
    "complaints",
    "tenders",
    "contracts",
    "appointments",
    "meter readings",
    "returns",
    "orders",
    "permits",
    "applications",
    "inspections",
];
const PLACES: &[&str] = &[
    "Dublin", "Utrecht", "Łódź", "Århus", "Porto", "Graz", "Gent", "Tartu", "Málaga", "Turku", "Brno", "Cork", "Nantes",
    "Košice", "Genève", "Malmö",
];
const GIVEN: &[&str] = &[
    "Aoife",
    "Tomasz",
    "Ingrid",
    "Declan",
    "Farah",
    "Yusuf",
    "Marta",
    "Bram",
    "Niamh",
    "Oluwaseun",
    "Greta",
    "Paul",
    "Siobhan",
    "Katrin",
    "Jürgen",
    "Zoë",
];
const FAMILY: &[&str] = &[
    "Brennan",
    "Wilk",
    "Solheim",
    "Moyne",
    "Siddiqui",
    "Demir",
    "Kowalczyk",
    "de Vries",
    "Carroll",
    "Adeyemi",
    "Lindqvist",
    "Hennessy",
    "Keane",
    "Vogel",
    "Aas",
    "Núñez",
];
const UNITS: &[&str] = &[
    "Machine Learning",
    "Data",
    "Validation",
    "Customer Operations",
    "Product",
    "Security",
    "Purchasing",
    "Legal",
    "People and Culture",
    "Internal Audit",
];
const WHO: &[&str] = &[
    "The owner of the system",
    "The validation lead",
    "A handler",
    "The purchasing manager",
    "The duty manager",
    "The head of the unit",
    "The data steward",
    "The product manager",
    "The works council",
    "The general counsel",
    "An auditor from outside",
    "The shift supervisor",
];
const DOES: &[&str] = &[
    "reads the records of the last quarter",
    "compares the results by language and age band",
    "asks two people who did not build it",
    "enters what was found in the register",
    "repeats the test on four hundred of our own cases",
    "holds one session of half a day",
    "writes down the reason",
    "tells the customers by the service portal",
    "checks the deletion log against the count of calls",
    "looks at every tenth document again",
    "agrees an action with a day and a name",
    "keeps the letters for thirteen months",
];
const WHEN: &[&str] = &[
    "before a change goes live",
    "within ten working days",
    "at least once in twelve months",
    "after each new customer",
    "in the first week of the quarter",
    "as soon as a limit is missed",
    "when the supplier announces another version",
    "after every incident rated high",
];
const WHY: &[&str] = &[
    "so that nobody waits longer because of who they are",
    "because the mix of cases changes with the season",
    "since two engineers alone know the details",
    "as the contract gives thirty days and no more",
    "because a wrong letter can delay a treatment",
    "so that a handler can overrule it in one click",
    "since the figures of the supplier were made with other data",
    "because an average hides the small groups",
];

/// A system's name; each number has its own.
pub fn system(number: usize) -> String {
    let field = FIELDS[(number / NAMES.len()) % FIELDS.len()];
    format!("{} for {field} {number}", NAMES[number % NAMES.len()])
}

/// A person's name; each number has its own.
pub fn person(number: usize) -> String {
    let letter = char::from(b'A' + (number / 256 % 26) as u8);
    format!("{} {letter}. {} {}", GIVEN[number % GIVEN.len()], FAMILY[number / GIVEN.len() % FAMILY.len()], number)
}

/// A firm's name; each number has its own.
pub fn firm(number: usize, trade: &str) -> String {
    format!("{} {trade} {number}", PLACES[number % PLACES.len()])
}

/// A unit of the organisation.
pub fn unit(random: &mut Random) -> &'static str {
    random.pick(UNITS)
}

/// What a system works on.
pub fn field(random: &mut Random) -> &'static str {
    random.pick(FIELDS)
}

/// A place.
pub fn place(random: &mut Random) -> &'static str {
    random.pick(PLACES)
}

/// A clause without a full stop, small enough for a cell.
pub fn phrase(random: &mut Random) -> String {
    format!(
        "{} {} {}",
        random.pick(&["the unit", "the owner", "the lead", "the supplier", "a second person", "the handler"]),
        random.pick(DOES),
        random.pick(WHEN)
    )
}

/// A sentence.
pub fn sentence(random: &mut Random) -> String {
    match random.below(3) {
        0 => format!("{} {} {}.", random.pick(WHO), random.pick(DOES), random.pick(WHEN)),
        1 => format!("{} {}, {}.", random.pick(WHO), random.pick(DOES), random.pick(WHY)),
        _ => format!(
            "In {}, {} of {} {} were looked at by hand, {}.",
            place(random),
            20 + random.below(400),
            500 + random.below(9000),
            field(random),
            random.pick(WHY)
        ),
    }
}

/// A paragraph of some sentences, wrapped as people do, with a blank line after it.
pub fn paragraph(sentences: usize, random: &mut Random) -> String {
    let mut text = String::new();
    let mut width = 0;
    for word in (0..sentences).map(|_| sentence(random)).collect::<Vec<_>>().join(" ").split(' ') {
        if width + word.len() > 110 {
            text.push('\n');
            width = 0;
        } else if width > 0 {
            text.push(' ');
        }
        text.push_str(word);
        width += word.len() + 1;
    }
    text.push_str("\n\n");
    text
}

/// Bullet items.
pub fn bullets(count: usize, random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..count {
        text.push_str("- ");
        text.push_str(&phrase(random));
        text.push('\n');
    }
    text.push('\n');
    text
}
