//! What a command takes from standard input: a password, or a card number given as `-`, so
//! that neither is seen by others on the machine.

use super::{Command, SecretText};
use kaikuasema_domain::api::Secret;
use std::io::{self, BufRead};

/// Reads into the command what it leaves to standard input.
///
/// # Errors
/// When standard input cannot be read.
pub fn fill(command: &mut Command, input: &mut impl BufRead) -> io::Result<()> {
    match command {
        Command::Check { id, .. } => fill_number(id, input),
        Command::Record(arguments) => fill_number(&mut arguments.id, input),
        Command::SetAside(arguments) => fill_number(&mut arguments.id, input),
        Command::Records(arguments) => arguments.card.as_mut().map_or(Ok(()), |card| fill_number(card, input)),
        Command::Login { password, .. } => {
            *password = Some(SecretText(Secret(line(input)?)));
            Ok(())
        }
        Command::Door { .. }
        | Command::Mark(_)
        | Command::Queue
        | Command::Asides { .. }
        | Command::Limits { .. }
        | Command::Sync
        | Command::Decode { .. }
        | Command::Doctor
        | Command::Readers(_) => Ok(()),
    }
}

fn fill_number(number: &mut String, input: &mut impl BufRead) -> io::Result<()> {
    if number == "-" {
        *number = line(input)?;
    }
    Ok(())
}

/// One line without its end; a password keeps its spaces.
fn line(input: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command_line::SetAsideArguments;

    fn check(id: &str) -> Command {
        Command::Check { id: id.into(), date: None, venue: None, event: None, time: None, children: 0 }
    }

    fn set_aside(id: &str) -> Command {
        Command::SetAside(SetAsideArguments { id: id.into(), ..SetAsideArguments::default() })
    }

    #[test]
    fn a_dash_is_read_from_standard_input_and_a_number_is_not() {
        for given in [check, set_aside] {
            let mut command = given("-");
            fill(&mut command, &mut &b"A9990000071\r\nmore"[..]).unwrap();
            assert_eq!(command, given("A9990000071"));
            fill(&mut command, &mut &b"other"[..]).unwrap();
            assert_eq!(command, given("A9990000071"));
        }
    }

    #[test]
    fn a_password_keeps_its_spaces_and_never_shows_itself() {
        let mut command = Command::Login { server: None, email: "a@b.invalid".into(), password: None };
        fill(&mut command, &mut &b" hunter 2 \n"[..]).unwrap();
        let Command::Login { password: Some(password), .. } = &command else { panic!("no password") };
        assert_eq!(password.0.0, " hunter 2 ");
        assert!(!format!("{command:?}").contains("hunter"));
    }
}
