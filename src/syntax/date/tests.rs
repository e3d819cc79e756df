//! Spellings of dates, and what they are read as.

use super::read_date;
use super::text::{Dating, Order, dating};

/// First and last day, or what else was made of it.
fn read(text: &str) -> String {
    match dating(text) {
        Dating::Told(d) if d.first == d.last => d.last.to_string(),
        Dating::Told(d) => format!("{}..{}", d.first, d.last),
        Dating::Either { day_first, month_first, .. } => format!("{day_first} or {month_first}"),
        Dating::Several(a, b) => format!("{} and {}", a.last, b.last),
        Dating::NoSuchDay => "no such day".into(),
        Dating::Nothing => "nothing".into(),
    }
}

#[test]
fn days_in_many_spellings() {
    for (day, spellings) in [
        (
            "2026-03-14",
            "2026-03-14; 14 March 2026; 14th March 2026; 14 Mar 2026; 14 Mar. 2026; March 14, 2026; March 14th 2026; Mar 14, 2026; \
             14-Mar-2026; 14-Mar-26; 14/Mar/2026; 14Mar2026; 2026 March 14; 2026-Mar-14; 14th of March, 2026; the 14th of March 2026; \
             2026/03/14; 2026/3/14; 2026.03.14; 2026-3-14; 2026‑03‑14; 2026–03–14; 20260314; 14.03.2026; 14.3.2026; 14. 3. 2026; \
             14.03.26; 14/03/2026; 03/14/2026; 14/03/26; 14-03-2026; 14. März 2026; 14. Mrz. 2026; 14 mars 2026; le 14 mars 2026; \
             14 de marzo de 2026; 14 marzo 2026; 14 maart 2026; 14 mrt. 2026; Saturday, 14 March 2026; Sat 14 Mar 2026; \
             Samstag, 14.03.2026; samedi 14 mars 2026; 14 MARCH 2026; 14 March '26; 14 March 2026, 09:14 UTC; 2026-03-14T09:14:00Z; \
             2026-03-14 09:14; 2026-03-14T09:14:00+01:00; 14 March 2026 at 10 am; 2026-03-14 (draft); 14 March 2026 (was 1 March 2026); \
             by 14 March 2026; approved on 14 March 2026; no later than 14 March 2026; Marit Halvorsen, 14 March 2026; \
             14 March 2026 by Marit; ✅ 14 March 2026; 14 March 2026, 13:00–15:30, Waalhaven, room Fehmarn; \
             with each new version, at least March 14, 2026; 2026-03-14 / v1.2; Approved (14 March 2026); 14 March 2026.; \
             14 March 2026 or on significant change; 2026-03-14 – J. Smith; 2026-03-14 - done; Jane Doe / 2026-03-14; \
             14 March 2026 = 2026-03-14; v2.1, 14 March 2026; Board meeting 12, 14 March 2026; v1.0 2026-03-14; Marit-2026-03-14",
        ),
        (
            "2026-05-01",
            "May 1, 2026; 1 May 2026; 1st May 2026; 1er mai 2026; 1 mei 2026; 1º de mayo de 2026; 1. Mai 2026; 1 maggio 2026",
        ),
        ("2025-10-09", "October 9th, 2025; 9. Oktober 2025; 9 octobre 2025; 9 ottobre 2025; 9 okt 2025; Thursday 9 October 2025"),
        ("2026-03-03", "03/03/2026; 3.3.2026"),
        ("2026-04-03", "03.04.2026"),
    ] {
        for spelling in spellings.split("; ") {
            assert_eq!(read(spelling), day, "{spelling}");
        }
    }
}

#[test]
fn longer_times_have_a_last_day() {
    for (days, spellings) in [
        (
            "2025-08-01..2025-08-31",
            "Aug 2025; August 2025; 2025-08; 08/2025; 2025/08; Aug. 2025; Aug, 2025; août 2025; mid-August 2025",
        ),
        ("2025-08-01..2025-08-31", "approved August 2025; end of August 2025; Ingrid Solheim, Aug 2025; Ende August 2025"),
        (
            "2026-04-01..2026-06-30",
            "Q2 2026; 2026 Q2; 2026-Q2; 2026Q2; Q2/2026; Q2-2026; 2Q 2026; second quarter of 2026; 2. Quartal 2026",
        ),
        ("2026-04-01..2026-06-30", "by end of Q2 2026; April–June 2026; Apr-Jun 2026; quarter 2 2026"),
        ("2026-01-01..2026-06-30", "H1 2026; 1H 2026; 2026 H1; first half of 2026; 1. Halbjahr 2026; Q1–Q2 2026; Q1/Q2 2026"),
        ("2026-01-01..2026-12-31", "2026; end of 2026; by mid-2026; Ende 2026; (2026)"),
        (
            "2026-06-16..2026-06-17",
            "16–17 June 2026; 16-17 June 2026; 16 - 17 June 2026; June 16–17, 2026; 16 and 17 June 2026; 16/17 June 2026",
        ),
        (
            "2026-06-16..2026-06-17",
            "2026-06-16 to 2026-06-17; 2026-06-16 – 2026-06-17; 16 June – 17 June 2026; 16.06.2026 bis 17.06.2026",
        ),
        ("2026-03-30..2026-04-05", "2026-W14; KW 14/2026; week 14 of 2026; CW14 2026"),
        ("2025-01-01..2027-12-31", "2025–2027; 2025-2027"),
    ] {
        for spelling in spellings.split("; ") {
            assert_eq!(read(spelling), days, "{spelling}");
        }
    }
}

#[test]
fn what_is_not_certain_is_not_read() {
    assert_eq!(read("03/04/2026"), "2026-04-03 or 2026-03-04");
    assert_eq!(read("3-4-2026 (planned)"), "2026-04-03 or 2026-03-04");
    assert_eq!(read("2026-02-30"), "no such day");
    assert_eq!(read("31 June 2026"), "no such day");
    assert_eq!(read("2026-02-01; 2026-03-14"), "2026-02-01 and 2026-03-14");
    assert_eq!(read("last 1 May 2025, next 1 May 2026"), "2025-05-01 and 2026-05-01");
    for text in [
        "soon",
        "FY 2026",
        "FY2026",
        "2025/26",
        "March",
        "14 March",
        "14",
        "not 14 March 2026",
        "postponed from 14 March 2026",
        "after 14 March 2026",
        "AUD-2026-03",
        "ISO/IEC 42001:2023",
        "v1.2.2026",
        "Q5 2026",
        "26-03-14",
        "1.2",
        "A.5.2",
        "2026 visitors",
        "Ingrid Solheim",
        "MR-2026-01",
        "123456789",
        "99999999999999999999 March 2026",
        "32 March 2026",
    ] {
        assert_eq!(read(text), "nothing", "{text}");
    }
}

#[test]
fn numbers_show_their_order() {
    let order = |text| match dating(text) {
        Dating::Told(d) => d.order,
        _ => None,
    };
    assert_eq!(order("25/03/2026"), Some(Order::DayFirst));
    assert_eq!(order("03/25/2026"), Some(Order::MonthFirst));
    assert_eq!(order("25.03.2026"), None);
    assert_eq!(order("03/03/2026"), None);
}

#[test]
fn the_words_of_a_date_are_found() {
    let words = |text: &str| match dating(text) {
        Dating::Told(d) => text[d.at].to_owned(),
        other => format!("{other:?}"),
    };
    assert_eq!(words("Marit Halvorsen, 22 May 2026 (board)"), "22 May 2026");
    assert_eq!(words("Sat 14th März 2026, 09:14"), "14th März 2026");
    assert_eq!(words("by end of Q2 2026"), "Q2 2026");
}

#[test]
fn rule_files_have_exact_dates() {
    assert!(read_date("2026-02-28").is_some());
    for wrong in ["2026-02-30", "20260228", "2026-2-28", "2026-02-28T10:00", "-002026-11", "2026/02/28", ""] {
        assert_eq!(read_date(wrong), None, "{wrong}");
    }
}
