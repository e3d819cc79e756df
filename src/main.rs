//! temporary driver
#![allow(clippy::print_stdout)]
use clauselint::source::RealSystem;
use clauselint::workspace::Workspace;
fn main() {
    let root = std::env::args().nth(1).unwrap();
    let day = std::env::args().nth(2).unwrap_or("2026-11-02".into()).parse().unwrap();
    let system = RealSystem::new(root);
    let mut ws = Workspace::open(&system).unwrap();
    let judged = ws.judge(day);
    for v in &judged.verdicts {
        let f = &v.finding;
        let at =
            f.at.place()
                .map(|p| {
                    let s = ws.sources.get(p.file);
                    let q = s.position(p.span.start);
                    format!("{}:{}:{} «{}»", s.path, q.line, q.column, s.slice(p.span).chars().take(50).collect::<String>())
                })
                .unwrap_or_default();
        println!("{} {} {} | {}", f.severity.word(), f.code, at, f.message);
    }
    println!("{:?}", judged.counts);
    for f in ws.index.files() {
        if !ws.is_pack(f.file) {
            println!("  {} {:?} {}", f.path, f.whose, f.records.len());
        }
    }
}
