//! JUnit XML, for dashboards that know tests and nothing else: a suite a code, a test case a finding. What makes the run fail is a failure;
//! other findings, and suppressed ones, are skipped tests with their message.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::place::{Unit, below, path, region};
use super::{Report, Reported, legible};
use crate::finding::{At, Nowhere};

/// Writes the report as suites in order of their codes; without findings, one suite of one test that passes, as readers take an empty
/// file for a broken run. All that has to do with time is the day of the answers or nothing: the same bytes in give the same bytes out.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<&Reported>> = BTreeMap::new();
    for reported in report.findings {
        suites.entry(&reported.finding.code).or_default().push(reported);
    }
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>")?;
    if suites.is_empty() {
        suite(report, 0, env!("CARGO_PKG_NAME"), &[], out)?;
    }
    for (id, (code, findings)) in suites.iter().enumerate() {
        suite(report, id, code, findings, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(report: &Report<'_>, id: usize, code: &str, findings: &[&Reported], out: &mut dyn Write) -> io::Result<()> {
    let failures = findings.iter().filter(|reported| fails(report, reported)).count();
    let (tests, skipped) = (findings.len().max(1), findings.len() - failures);
    let (name, day) = (attribute(code), report.as_of);
    writeln!(
        out,
        "  <testsuite name=\"{name}\" id=\"{id}\" package=\"{}\" timestamp=\"{day}T00:00:00\" hostname=\"localhost\" tests=\"{tests}\" \
         failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\" time=\"0\">\n    <properties/>",
        env!("CARGO_PKG_NAME")
    )?;
    let class = format!("{}.{name}", env!("CARGO_PKG_NAME"));
    if findings.is_empty() {
        writeln!(out, "    <testcase name=\"no findings\" classname=\"{class}\" time=\"0\"/>")?;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for reported in findings {
        let (file, position) = whereabouts(report, reported);
        let mut name = attribute(&format!("{file}: {}", reported.finding.message));
        let before = seen.entry(name.clone()).or_default();
        *before += 1;
        if *before > 1 {
            name = format!("{name} ({before})");
        }
        writeln!(out, "    <testcase name=\"{name}\" classname=\"{class}\" time=\"0\">")?;
        if fails(report, reported) {
            let (kind, message) = (reported.finding.severity.word(), attribute(&reported.finding.message));
            writeln!(out, "      <failure type=\"{kind}\" message=\"{message}\">{}</failure>", body(reported, &file, &position))?;
        } else {
            writeln!(out, "      <skipped message=\"{}\"/>", attribute(&passed_over(reported)))?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "    <system-out/>\n    <system-err/>\n  </testsuite>")
}

/// True for what makes the run fail.
fn fails(report: &Report<'_>, reported: &Reported) -> bool {
    reported.suppressed.is_none() && report.fail_on.is_some_and(|least| reported.finding.severity >= least)
}

/// The file, and `:line:column` where that is known.
fn whereabouts(report: &Report<'_>, reported: &Reported) -> (String, String) {
    match reported.finding.at {
        At::Place(place) => {
            let (start, _) = region(report, place, Unit::Utf16);
            (path(report, place.file), format!(":{}:{}", start.line, start.column))
        }
        At::Nowhere(Nowhere::File(file)) => (path(report, file), String::new()),
        At::Nowhere(Nowhere::Repository) => (below(report, "(repository)"), String::new()),
    }
}

fn body(reported: &Reported, file: &str, position: &str) -> String {
    let finding = &reported.finding;
    let mut lines = vec![format!("{file}{position}"), finding.message.clone()];
    lines.extend(finding.notes.iter().cloned());
    lines.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    lines.iter().map(|line| attribute(line)).collect::<Vec<String>>().join("\n")
}

fn passed_over(reported: &Reported) -> String {
    match &reported.suppressed {
        Some(said) => format!("suppressed by {}: {}", said.by.word(), said.reason),
        None => format!("{}: {}", reported.finding.severity.word(), reported.finding.message),
    }
}

/// Text for an attribute or an element: on one line, with single blanks, and without what XML does not take.
fn attribute(text: &str) -> String {
    let line = legible::line(text);
    let mut out = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
                c => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_does_not_take_is_not_there() {
        assert_eq!(attribute(" a\u{1b} <b> & \"c\"\n  d\u{ffff}"), "a? &lt;b&gt; &amp; &quot;c&quot; d\u{fffd}");
    }
}
