//! The command line: arguments in, one answer out, one exit status. Knows nothing about records.
//!
//! Architecture invariant: the environment and the clock are read here, and nowhere further up the pipeline.

mod args;
mod baseline;
mod check;
mod coverage;
mod diff;
mod explain;
mod fix;
mod init;
mod ls;
mod lsp;
mod new;
mod reference;
mod root;
mod rules;
mod rules_new;
mod schema;
mod select;
mod since;
mod stage;
mod tell;
mod terminal;
pub mod threads;
mod write;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::output::Failure;
use crate::output::failure::Handler;
use args::{Cli, Color, Command, Rules};

pub use reference::reference;

/// What an answer says to the shell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Status {
    /// Nothing at or above `--fail-on`.
    Clean,
    /// Findings, or rules that fail their own examples.
    Findings,
}

/// Runs the program: reads the arguments, writes the answer, gives the exit status.
pub fn main() -> ExitCode {
    // Bad arguments end here with status 2, `--help` and `--version` with 0.
    let cli = Cli::parse();
    match cli.command {
        Command::Lsp { .. } => threads::for_a_server(),
        _ => threads::for_a_run(),
    }
    let colour = cli.color.on_stderr();
    let _ = miette::set_hook(Box::new(move |_| Box::new(Handler { colour })));
    match run(cli.command, cli.color) {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(failure) => {
            terminal::complain(&format!("{:?}", miette::Report::new(failure)), cli.color);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command, color: Color) -> Result<Status, Failure> {
    match command {
        Command::Schema(args) => terminal::print(schema::answer(args.name.as_deref())?.as_bytes(), color)?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut script);
            terminal::print(&script, color)?;
        }
        Command::Check(args) => return check::check(&args, color),
        Command::Coverage(args) => return coverage::coverage(&args, color),
        Command::Diff(args) => return diff::run(&args, color),
        Command::Explain(args) => return explain::explain(&args, color),
        Command::Init(args) => return init::init(&args, color),
        Command::Ls(args) => return ls::ls(&args, color),
        Command::Lsp { .. } => return Ok(lsp::lsp()),
        Command::New(args) => return new::new(&args, color),
        Command::Rules(Rules::List(args)) => return rules::list(&args, color),
        Command::Rules(Rules::New(args)) => return rules_new::new(&args, color),
        Command::Rules(Rules::Test(args)) => return rules::test(&args, color),
    }
    Ok(Status::Clean)
}
