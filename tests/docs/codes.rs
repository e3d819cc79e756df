//! `docs/codes.md`, from the one table of built-in codes.

use std::fmt::Write as _;

use clauselint::finding::codes::CODES;

const OPENING: &str = "# Built-in codes

<!-- written by `CLAUSELINT_UPDATE=1 cargo test --test docs` from src/finding/codes.rs -->

What the program finds without any rule: whether files can be read, values have the type of their field, references lead somewhere,
dates stand in a possible order. The basis of all is repository hygiene. `clauselint explain CODE` prints the same.

`rules:` in the [manifest](manifest.md) switches a code off or gives it another severity, and `allow:` accepts a finding for a time, unless
the last column says no: nothing else can be judged without those.
";

/// The whole page.
pub fn page() -> String {
    let mut page = OPENING.to_owned();
    page.push_str("\n| Code | Severity | What holds when it is silent | Can be switched off or allowed |\n|---|---|---|---|\n");
    for code in CODES {
        let can = if code.suppressible { "yes" } else { "no" };
        let _ = writeln!(page, "| [`{0}`](#{0}) | {1} | {2} | {can} |", code.code, code.severity.word(), code.summary);
    }
    for code in CODES {
        let severity = code.severity.word();
        let suppressed = if code.suppressible { "" } else { " Cannot be switched off or allowed." };
        let _ = write!(
            page,
            "\n## {}\n\n{}{}. What holds: {}.{suppressed}\n\n{}\n\nTo put it right: {}.\n",
            code.code,
            severity[..1].to_uppercase(),
            &severity[1..],
            code.summary,
            code.why,
            code.fix
        );
    }
    page
}
