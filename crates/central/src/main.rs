//! `kaikuasema-central`: the command line of the central service. Only parses and calls the library.

use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use kaikuasema_central::{Central, Database, Options, StoredUsage, UsageFilter, seed};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::{Card, CardKind, CardNumber, OrganisationId, UsageId, Venue, VenueId, civil};
use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;
use uuid::Uuid;

/// The central service of Kaikuasema: the register of cards, and what stations record.
#[derive(Parser)]
#[command(version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct At {
    /// Where the data is kept, as sqlite:FILE
    #[arg(long, env = "KAIKUASEMA_CENTRAL_DATABASE")]
    database: Database,
}

#[derive(Subcommand)]
enum Command {
    /// Serves stations until it is stopped; prints the address once it listens
    Serve {
        /// The address to listen on; with port 0 the system chooses one
        #[arg(long, default_value = "127.0.0.1:8720")]
        listen: SocketAddr,
        /// A proxy in front ends TLS: also listens beyond this machine, and believes its X-Forwarded-For
        #[arg(long)]
        behind_proxy: bool,
        /// Says to stations that this is a training service
        #[arg(long)]
        training: bool,
        #[command(flatten)]
        at: At,
    },
    /// Fills an empty service with training data; its users' password is public
    Seed {
        /// How many cards; the sample cards are always among them
        #[arg(long, default_value_t = seed::TRAINING_CARDS)]
        cards: u32,
        #[command(flatten)]
        at: At,
    },
    /// Users of the service
    #[command(subcommand)]
    User(UserCommand),
    /// Venues
    #[command(subcommand)]
    Venue(VenueCommand),
    /// Cards
    #[command(subcommand)]
    Card(CardCommand),
    /// Lists what was recorded
    Usages {
        /// As one JSON array
        #[arg(long)]
        json: bool,
        /// Only of this venue: its id or its name
        #[arg(long)]
        venue: Option<String>,
        /// Only of this card
        #[arg(long)]
        card: Option<CardNumber>,
        #[command(flatten)]
        at: At,
    },
    /// Cancels a ticket as its holder, who asked for it; the venue's stations hear of it
    CancelTicket {
        /// The record's id, as `usages --json` tells it
        #[arg(long)]
        usage: UsageId,
        /// Tells the record as it now is, as JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: At,
    },
}

#[derive(Subcommand)]
enum UserCommand {
    /// Adds a user, or gives an existing one further rights; the password is read from standard input
    Add {
        /// The e-mail address that is the user name
        #[arg(long)]
        email: String,
        /// The venue: its id or its name; may be given several times
        #[arg(long, required = true)]
        venue: Vec<String>,
        /// A right at those venues, such as record; may be given several times
        #[arg(long, required = true, num_args = 1..)]
        right: Vec<Right>,
        #[command(flatten)]
        at: At,
    },
}

#[derive(Subcommand)]
enum VenueCommand {
    /// Adds a venue and prints its id
    Add {
        /// Its name
        #[arg(long)]
        name: String,
        /// theatre, museum, library, swimming_hall, adult_education or other
        #[arg(long, value_parser = venue_kind)]
        kind: VenueKind,
        /// The municipality where it is
        #[arg(long)]
        municipality: String,
        /// The organisation that runs it; a new one where none is given
        #[arg(long)]
        organisation: Option<OrganisationId>,
        #[command(flatten)]
        at: At,
    },
    /// Lists the venues
    List {
        #[command(flatten)]
        at: At,
    },
}

#[derive(Subcommand)]
enum CardCommand {
    /// Registers a card, or renews one
    Register {
        /// The number on the card
        id: CardNumber,
        /// The last valid day, as 2027-05-31
        #[arg(long)]
        valid_until: Date,
        /// The most children; none for a community card
        #[arg(long)]
        children: Option<u16>,
        #[command(flatten)]
        at: At,
    },
    /// Bars a card from use
    Block {
        /// The number on the card
        id: CardNumber,
        #[command(flatten)]
        at: At,
    },
    /// Lets a barred card be used again
    Unblock {
        /// The number on the card
        id: CardNumber,
        #[command(flatten)]
        at: At,
    },
}

fn venue_kind(name: &str) -> Result<VenueKind, String> {
    let value = serde_json::Value::String(name.to_owned());
    serde_json::from_value(value).map_err(|_| "not one of theatre, museum, library, swimming_hall, adult_education, other".to_owned())
}

fn main() -> ExitCode {
    #[cfg(feature = "failpoints")]
    let _faults = fail::FailScenario::setup();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => {
            let code = if error.use_stderr() { 64 } else { 0 };
            // Nothing to be done where even this cannot be written.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match run(line.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::from(70)
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve { listen, behind_proxy, training, at } => serve(&at, listen, behind_proxy, training),
        Command::Seed { cards, at } => {
            let seeded = open(&at)?.admin().seed(cards, civil::today(Timestamp::now(), None))?;
            say(&format!(
                "{} cards, {} venues, {} events, {} showings, {} usages. Users {} and {} have the public password {}.",
                seeded.cards,
                seeded.venues,
                seeded.events,
                seeded.showings,
                seeded.usages,
                seed::CLERK_EMAIL,
                seed::MAIN_USER_EMAIL,
                seed::TRAINING_PASSWORD
            ))
        }
        Command::User(UserCommand::Add { email, venue, right, at }) => add_user(&at, &email, &venue, &right),
        Command::Venue(VenueCommand::Add { name, kind, municipality, organisation, at }) => {
            let organisation = organisation.unwrap_or_else(|| OrganisationId(Uuid::now_v7()));
            let venue = Venue { id: VenueId(Uuid::now_v7()), organisation, name, municipality, kind, rules: Default::default() };
            open(&at)?.admin().add_venue(&venue)?;
            say(&venue.id.to_string())
        }
        Command::Venue(VenueCommand::List { at }) => {
            let venues = open(&at)?.admin().venues()?;
            venues.iter().try_for_each(|venue| say(&format!("{}\t{}\t{}", venue.id, venue.name, venue.municipality)))
        }
        Command::Card(CardCommand::Register { id, valid_until, children, at }) => {
            // A customer card always has a maximum, if only of none.
            let children_max = if id.kind() == CardKind::Customer { Some(children.unwrap_or(0)) } else { children };
            let central = open(&at)?;
            // Renewing does not lift a ban.
            let active = central.admin().card(id)?.is_none_or(|card| card.active);
            Ok(central.admin().register_card(&Card { number: id, active, valid_until, children_max })?)
        }
        Command::Card(CardCommand::Block { id, at }) => Ok(open(&at)?.admin().block(id)?),
        Command::Card(CardCommand::Unblock { id, at }) => Ok(open(&at)?.admin().unblock(id)?),
        Command::CancelTicket { usage, json, at } => {
            let stored = open(&at)?.admin().cancel_ticket(usage, Timestamp::now())?;
            say(&if json { serde_json::to_string_pretty(&stored)? } else { line(&stored)? })
        }
        Command::Usages { json, venue, card, at } => usages(&at, json, venue.as_deref(), card),
    }
}

fn open(at: &At) -> anyhow::Result<Central> {
    Central::open(&at.database, Options::default()).context("the service's data cannot be used")
}

fn serve(at: &At, listen: SocketAddr, behind_proxy: bool, training: bool) -> anyhow::Result<()> {
    if !behind_proxy && !listen.ip().is_loopback() {
        bail!(
            "{listen} can be reached from other machines, and this service speaks plain HTTP. Put a proxy that ends TLS in front \
             and say --behind-proxy, or listen on 127.0.0.1"
        );
    }
    let central = Central::open(&at.database, Options { training }).context("the service's data cannot be used")?;
    if !training && central.admin().has_training_users()? {
        tracing::warn!("this service has the training users, whose password is public: never let it hold real cards");
    }
    let central = if behind_proxy { central.behind_proxy() } else { central };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        say(&format!("listening on http://{}", listener.local_addr()?))?;
        central.serve(listener, stop_signal()).await?;
        anyhow::Ok(())
    })
}

async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

fn add_user(at: &At, email: &str, venues: &[String], rights: &[Right]) -> anyhow::Result<()> {
    let central = open(at)?;
    let admin = central.admin();
    let venues: Vec<VenueId> =
        venues.iter().map(|venue| admin.find_venue(venue).map(|venue| venue.id)).collect::<Result<_, _>>().context("which venue?")?;
    let mut text = String::new();
    std::io::stdin().take(4096).read_to_string(&mut text).context("the password could not be read from standard input")?;
    let password = text.lines().next().filter(|line| !line.is_empty());
    let id = admin.add_user(email, password, &venues, rights, Timestamp::now())?;
    say(&id.to_string())
}

fn usages(at: &At, json: bool, venue: Option<&str>, card: Option<CardNumber>) -> anyhow::Result<()> {
    let central = open(at)?;
    let admin = central.admin();
    let venue = venue.map(|venue| admin.find_venue(venue)).transpose()?.map(|venue| venue.id);
    let found = admin.usages(&UsageFilter { venue, card, ..UsageFilter::default() })?;
    if json {
        return say(&serde_json::to_string_pretty(&found)?);
    }
    found.iter().try_for_each(|stored| say(&line(stored)?))
}

/// A record as one line: day, card, event, children, and what the service noticed.
fn line(stored: &StoredUsage) -> anyhow::Result<String> {
    let usage = &stored.usage;
    let name = usage.event_name.as_deref().unwrap_or("-");
    let flags: Vec<String> = usage
        .flags
        .iter()
        .map(|flag| Ok(serde_json::to_value(flag)?.as_str().unwrap_or_default().to_owned()))
        .collect::<anyhow::Result<_>>()?;
    Ok(format!("{}\t{}\t{}\t{}\t{}", usage.event_date, usage.card, name, usage.children, flags.join(",")))
}

/// Writes one line to standard output at once, for whoever waits for it.
fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}
