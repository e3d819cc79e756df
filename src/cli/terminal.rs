//! What stands between an answer and the terminal: colours, and a reader that goes away before the end.

use std::io::{self, ErrorKind, Write as _};

use anstream::{AutoStream, ColorChoice};

use super::args::Color;
use crate::output::Failure;

impl Color {
    fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }

    /// True when what goes to standard output is to be coloured.
    pub fn on_stdout(self) -> bool {
        AutoStream::new(io::stdout(), self.choice()).current_choice() != ColorChoice::Never
    }

    /// True when what goes to standard error is to be coloured.
    pub fn on_stderr(self) -> bool {
        AutoStream::new(io::stderr(), self.choice()).current_choice() != ColorChoice::Never
    }
}

/// Writes an answer to standard output. A reader that has seen enough (`| head`) is no failure.
pub fn print(bytes: &[u8], color: Color) -> Result<(), Failure> {
    let stdout = io::stdout();
    let mut out: Box<dyn io::Write> =
        if commands_nothing(bytes) { Box::new(stdout.lock()) } else { Box::new(AutoStream::new(stdout, color.choice()).lock()) };
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::CannotWrite(error)),
        _ => Ok(()),
    }
}

/// True for a text that holds nothing which a terminal obeys, as JSON does not: nothing is to be taken out of it, and to look for that takes
/// longer than to write it.
fn commands_nothing(text: &[u8]) -> bool {
    let obeyed = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    // Not byte by byte until the first: a machine looks at many at once.
    text.chunks(1 << 12).all(|chunk| !chunk.iter().fold(false, |found, byte| found | obeyed(byte)))
}

/// Writes a failure to standard error; there is nowhere to tell if that fails, too.
pub fn complain(text: &str, color: Color) {
    let mut out = AutoStream::new(io::stderr(), color.choice()).lock();
    let _ = writeln!(out, "{text}");
}
