//! The engine: takes messages one after the other, and when none is left, says anew what is to be said.

mod handshake;
mod inbox;
mod notices;
mod outgoing;
mod requests;
mod work;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use jiff::civil::Date;
use lsp_server::{Connection, Message};

use self::inbox::Inbox;
use self::outgoing::Outgoing;
use self::requests::Waiting;
use super::client::Client;
use super::diagnostics::{Given, Published};
use super::documents::Documents;
use super::host::Host;
use super::root::{Order, Report};
use super::roots::Roots;
use super::settings::Settings;

/// Messages that are taken before something is said even though more are waiting.
const MOST_AT_ONCE: usize = 4096;
/// The longest sleep: a machine that was suspended does not know how late it is.
const LONGEST_SLEEP: Duration = Duration::from_mins(10);
/// How long a client that does not read is left alone.
const PATIENCE: Duration = Duration::from_millis(50);

/// How a session ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// The client said that it would.
    Orderly,
    /// The client went away.
    Abrupt,
}

/// Serves a client until it goes away.
pub fn serve(connection: &Connection, host: &Arc<dyn Host>) -> Exit {
    let Some(hello) = handshake::begin(connection) else { return Exit::Abrupt };
    let (reports, reported) = unbounded();
    let mut server = Server {
        host: host.clone(),
        client: hello.client,
        settings: hello.settings,
        documents: Documents::default(),
        roots: Roots::new(host.clone()),
        out: Outgoing::new(connection.sender.clone()),
        published: Published::default(),
        given: Given::default(),
        waiting: Vec::new(),
        edited: BTreeSet::new(),
        due: false,
        progress: BTreeSet::new(),
        reports,
        ended: false,
    };
    server.start(hello.folders, &hello.complaints);
    server.run(&connection.receiver, &reported)
}

/// All state of a session.
struct Server {
    host: Arc<dyn Host>,
    client: Client,
    settings: Settings,
    documents: Documents,
    roots: Roots,
    out: Outgoing,
    published: Published,
    given: Given,
    /// Requests that are answered once the text is judged, or the repository is read.
    waiting: Vec<Waiting>,
    /// Documents that were changed since something was last said.
    edited: BTreeSet<String>,
    /// Something may have to be said anew.
    due: bool,
    /// Roots whose first reading the client shows.
    progress: BTreeSet<u64>,
    reports: Sender<Report>,
    /// `shutdown` was asked.
    ended: bool,
}

/// What comes of a message.
enum Next {
    /// More messages.
    Go,
    /// The end.
    End(Exit),
}

impl Server {
    fn run(&mut self, messages: &Receiver<Message>, reported: &Receiver<Report>) -> Exit {
        let mut inbox = Inbox::default();
        let mut taken = 0;
        loop {
            self.cancelled(inbox.fill(messages));
            match inbox.pop() {
                Some(message) if taken < MOST_AT_ONCE && !self.out.is_crowded() => {
                    taken += 1;
                    if let Next::End(exit) = self.take(message) {
                        return exit;
                    }
                    continue;
                }
                Some(message) => inbox.put_back(message),
                None => {}
            }
            taken = 0;
            let sleep = self.work();
            if self.out.is_crowded() {
                // Whoever does not read what was said is not listened to either.
                std::thread::sleep(PATIENCE);
                continue;
            }
            if !inbox.is_empty() {
                continue;
            }
            select! {
                recv(messages) -> message => match message {
                    Ok(message) => self.cancelled(inbox.push(message)),
                    Err(_) => return if self.ended { Exit::Orderly } else { Exit::Abrupt },
                },
                recv(reported) -> report => if let Ok(report) = report {
                    self.reported(report);
                },
                default(sleep) => {}
            }
        }
    }

    fn take(&mut self, message: Message) -> Next {
        match message {
            Message::Request(request) => self.request(request),
            Message::Response(response) => self.answered(&response),
            Message::Notification(notification) if notification.method == "exit" => {
                return Next::End(if self.ended { Exit::Orderly } else { Exit::Abrupt });
            }
            Message::Notification(notification) => self.notified(notification),
        }
        Next::Go
    }

    /// The day for which is judged, and how long it lasts.
    fn day(&self) -> (Date, Duration) {
        let (today, rest) = self.host.day();
        (self.settings.as_of.unwrap_or(today), rest.min(LONGEST_SLEEP))
    }

    fn order(&self, day: Date) -> Order {
        Order { day, settings: self.settings.clone(), reports: self.reports.clone() }
    }
}
