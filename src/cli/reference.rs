//! `docs/cli.md` from the definition of the command line, so that the two cannot differ.

use std::fmt::Write as _;

use clap::{Arg, Command, CommandFactory as _};

/// The reference of all commands and options, in Markdown.
pub fn reference() -> String {
    let mut root = super::args::Cli::command().disable_help_subcommand(true);
    root.build();
    let mut text =
        String::from("# Command line\n\n<!-- Written by the program: CLAUSELINT_UPDATE=1 cargo test --test cli_reference -->\n");
    command(&root, "clauselint", 2, &mut text);
    text
}

fn command(command_: &Command, name: &str, level: usize, into: &mut String) {
    let _ = write!(into, "\n{} `{name}`\n", "#".repeat(level));
    if let Some(about) = command_.get_long_about().or(command_.get_about()) {
        let _ = write!(into, "\n{}\n", sentence(&about.to_string()));
    }
    let usage = command_.clone().bin_name(name).render_usage().to_string();
    let _ = write!(into, "\n```text\n{}\n```\n", usage.trim_start_matches("Usage: "));
    let own: Vec<&Arg> = command_.get_arguments().filter(|arg| level == 2 || !arg.is_global_set()).collect();
    let own: Vec<&Arg> = own.into_iter().filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version")).collect();
    if !own.is_empty() {
        into.push_str("\n| Argument | Meaning |\n|---|---|\n");
        for arg in own {
            let _ = writeln!(into, "| {} | {} |", spelling(arg), meaning(arg));
        }
    }
    for sub in command_.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        command(sub, &format!("{name} {}", sub.get_name()), level + 1, into);
    }
}

fn spelling(arg: &Arg) -> String {
    let value = || arg.get_value_names().unwrap_or_default().iter().flat_map(|name| [" ", name]).collect::<String>();
    let takes_value = arg.get_action().takes_values();
    match (arg.get_short(), arg.get_long()) {
        (_, None) if arg.is_positional() => {
            let name = value();
            let many = if matches!(arg.get_action(), clap::ArgAction::Append) { "…" } else { "" };
            format!("`{}{many}`", name.trim())
        }
        (short, long) => {
            let mut names: Vec<String> = short.map(|short| format!("-{short}")).into_iter().collect();
            names.extend(long.map(|long| format!("--{long}")));
            format!("`{}{}`", names.join("`, `"), if takes_value { value() } else { String::new() })
        }
    }
}

fn meaning(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help()).map(|help| sentence(&help.to_string())).unwrap_or_default();
    let mut parts = vec![help.replace("\n\n", " ").replace('\n', " ").replace('|', "\\|")];
    if arg.get_action().takes_values() {
        let values = arg.get_possible_values();
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| format!("`{}`", value.get_name())).collect();
            parts.push(format!("One of {}.", values.join(", ")));
        }
        if let [default] = arg.get_default_values() {
            parts.push(format!("Default: `{}`.", default.to_string_lossy()));
        }
    }
    parts.join(" ")
}

/// clap drops the full stop of a first line; a paragraph wants one.
fn sentence(text: &str) -> String {
    let paragraphs: Vec<String> = (text.split("\n\n"))
        .map(|paragraph| {
            let paragraph = paragraph.trim();
            if paragraph.ends_with(['.', ':', '?', '!']) { paragraph.to_owned() } else { format!("{paragraph}.") }
        })
        .collect();
    paragraphs.join("\n\n")
}
