//! `lsp`: the language server on standard input and output.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Status, root};
use crate::lsp::{Above, Disk, Exit, Host, serve, wire};
use crate::source::RealSystem;

/// Serves a client until it goes away.
pub fn lsp() -> Status {
    let (connection, threads) = wire::connect(std::io::stdin(), std::io::stdout());
    let host: Arc<dyn Host> = Arc::new(Machine);
    let exit = serve(&connection, &host);
    drop(connection);
    threads.finish();
    if exit == Exit::Orderly { Status::Clean } else { Status::Findings }
}

/// This machine.
struct Machine;

impl Host for Machine {
    fn day(&self) -> (Date, Duration) {
        let now = jiff::Timestamp::now().to_zoned(TimeZone::UTC);
        let rest = now.tomorrow().and_then(|next| next.start_of_day()).map(|next| next.duration_since(&now));
        let rest = rest.ok().and_then(|rest| Duration::try_from(rest).ok());
        (now.date(), rest.unwrap_or(Duration::from_mins(1)))
    }

    fn above(&self, folder: &str) -> Above {
        let (manifest, repository) = root::above(Path::new(folder));
        let text = |path: &Path| root::slashes(path).trim_end_matches('/').to_owned();
        Above { manifest: manifest.map(text), repository: repository.map(text) }
    }

    fn disk(&self, root: &str) -> Disk {
        // `c:` alone is the current folder of a drive, and the empty path none at all.
        let root = if root.is_empty() || root.ends_with(':') { format!("{root}/") } else { root.to_owned() };
        Arc::new(RealSystem::new(root))
    }
}
