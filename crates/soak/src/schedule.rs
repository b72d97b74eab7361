//! One schedule: what happens in it is drawn from its seed.

use crate::audit::{self, Account};
use crate::breaker::Breaker;
use crate::clock::{DeviceClock, TrueClock};
use crate::dice::Dice;
use crate::fault::{Fault, Weather};
use crate::ledger::{Ledger, sealed_after};
use crate::service::Service;
use crate::tally::Tally;
use crate::template::{MOST_STATIONS, Place, Scene, Template, copy_folder};
use crate::till::{Till, open};
use crate::way::Way;
use crate::work::Desk;
use crate::wrong::{Checked, Wrong};
use jiff::SignedDuration;
use kaikuasema_store::{NeedsYou, QueueEntry, QueueState};
use kaikuasema_sync::Link;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// No schedule has fewer operations.
pub const LEAST_OPERATIONS: usize = 50;
/// No schedule has fewer faults.
pub const LEAST_FAULTS: usize = 5;
/// A schedule that takes more steps than this does not come to its end.
const MOST_STEPS: usize = 2_000;

/// Runs one schedule.
///
/// # Errors
/// What is wrong; the tally says how far it came, and what was lost or doubled.
pub fn run(template: &Template, seed: u64, way: Way<'_>) -> (Tally, Checked<()>) {
    let mut tally = Tally::default();
    let outcome = run_counted(template, seed, way, &mut tally);
    if outcome.is_ok() {
        tally.schedules = 1;
    }
    (tally, outcome)
}

fn run_counted(template: &Template, seed: u64, way: Way<'_>, tally: &mut Tally) -> Checked<()> {
    let place = template.copy()?;
    way.runtime()?.block_on(async {
        let mut run = Run::begin(template.scene().clone(), &place, seed, way).await?;
        let outcome = run.whole().await;
        run.count(tally);
        for till in run.tills.drain(..) {
            till.end().await;
        }
        outcome
    })
}

struct Run<'a> {
    scene: Scene,
    place: &'a Place,
    way: Way<'a>,
    dice: Dice,
    weather: Arc<Weather>,
    service: Service,
    clock: TrueClock,
    breaker: Breaker,
    tills: Vec<Till>,
    kills: Vec<usize>,
    ledger: Ledger,
    account: Account,
    tally: Tally,
}

impl<'a> Run<'a> {
    async fn begin(scene: Scene, place: &'a Place, seed: u64, way: Way<'a>) -> Checked<Self> {
        let clock = TrueClock::begin();
        let mut dice = Dice::new(seed);
        let weather = Arc::new(Weather::new(seed));
        let service = Service::start(&place.service(), clock, way.is_real())?;
        let breaker = Breaker::new(service.clone(), way.late());
        let between = way.open(&breaker).await?;
        let mut tills = Vec::new();
        for number in 0..=dice.below(MOST_STATIONS) {
            let store = open(&place.station(number, 0)).await?;
            let client = way.client(&between, &breaker, &weather, number)?;
            let till = Till::new(number, store, client, DeviceClock::right(clock), seed, way.is_real());
            till.engine().run();
            tills.push(till);
        }
        let kills = vec![0; tills.len()];
        let (ledger, account, tally) = Default::default();
        Ok(Self { scene, place, way, dice, weather, service, clock, breaker, tills, kills, ledger, account, tally })
    }

    async fn whole(&mut self) -> Checked<()> {
        self.weather.set_rough(true);
        let wanted = LEAST_OPERATIONS + self.dice.below(5);
        let mut steps = 0;
        while self.ledger.entries().len() < wanted || self.weather.struck() < LEAST_FAULTS {
            steps += 1;
            if steps > MOST_STEPS {
                return Err(Wrong::of("the schedule does not come to its end"));
            }
            self.work(wanted).await?;
            self.something_happens().await?;
        }
        self.heal().await?;
        self.come_to_rest().await?;
        self.tally.said_why = self.needing().await?;
        self.clear_up().await?;
        self.settle_accounts().await
    }

    fn count(&self, tally: &mut Tally) {
        tally.add(&self.tally);
        tally.calls = self.weather.calls();
        tally.faults = self.weather.counts().into_iter().collect();
        tally.acknowledged = self.ledger.entries().len() as u64;
        tally.records = self.account.records;
        tally.lost = self.account.lost;
        tally.doubled = self.account.doubled;
    }

    fn desk(&self, till: &Till) -> Desk {
        Desk { scene: self.scene.clone(), clock: till.clock().clone() }
    }

    /// Some customers at one of the stations.
    async fn work(&mut self, wanted: usize) -> Checked<()> {
        let which = self.dice.below(self.tills.len());
        for _ in 0..=self.dice.below(9) {
            // Where faults are still wanting, more is done, one at a time.
            self.one_operation(which, None).await?;
            if self.ledger.entries().len() >= wanted {
                break;
            }
        }
        Ok(())
    }

    /// One operation, noted the moment that it is confirmed. `to` is where a copy of the station's folder goes
    /// in that moment.
    async fn one_operation(&mut self, which: usize, to: Option<std::path::PathBuf>) -> Checked<()> {
        let till = &self.tills[which];
        let (number, desk) = (till.number(), self.desk(till));
        let mut dice = Dice::new(self.dice.number());
        let last = self.ledger.last(number);
        let secret_key = self.scene.secret_key;
        let from = self.place.station(number, self.kills[which]);
        let confirmed = till.with_store(move |store| {
            if to.is_some() {
                // What was asked for before is written, and only what comes now is under way.
                store.try_now()?;
            }
            desk.do_something(store, &mut dice)?;
            if let Some(to) = &to {
                copy_folder(&from, to)?;
            }
            sealed_after(store, &secret_key, last)
        });
        let confirmed = confirmed.await?;
        let till = &self.tills[which];
        self.ledger.note(number, till.store().station(), confirmed);
        till.engine().queued();
        Ok(())
    }

    /// Waits for less than so many milliseconds.
    async fn wait(&mut self, most: usize) {
        let told = Duration::from_millis(self.dice.below(most) as u64);
        sleep(self.way.pause(told)).await;
    }

    /// Waits for a moment after the healing. Where time passes by itself the clerks do not wait with it.
    async fn wait_and_see(&self) {
        if self.way.is_real() {
            self.tills.iter().for_each(|till| till.engine().sync_now());
        }
        sleep(self.way.look()).await;
    }

    async fn something_happens(&mut self) -> Checked<()> {
        let which = self.dice.below(self.tills.len());
        match self.dice.below(100) {
            0..58 => self.wait(25_000).await,
            58..68 => self.wait(200_000).await,
            68..74 => self.tills[which].engine().sync_now(),
            74..80 => {
                let till = self.tills.remove(which).with_another_engine();
                self.tills.insert(which, till);
                self.tally.engines += 1;
            }
            80..85 => self.reopen(which, None).await?,
            85..89 => self.kill(which).await?,
            89..93 => self.end_service().await?,
            93..97 => {
                let days = i64::try_from(self.dice.below(13))? - 6;
                self.tills[which].clock().set_off(SignedDuration::from_hours(days * 24 + 3));
                self.weather.note(Fault::ClockOff);
            }
            _ => {
                self.weather.set_rough(false);
                self.wait(60_000).await;
                self.weather.set_rough(true);
            }
        }
        Ok(())
    }

    async fn reopen(&mut self, which: usize, folder: Option<std::path::PathBuf>) -> Checked<()> {
        let till = self.tills.remove(which);
        let folder = folder.unwrap_or_else(|| self.place.station(till.number(), self.kills[which]));
        let till = till.reopened(&folder).await?;
        self.tills.insert(which, till);
        self.tally.reopened += 1;
        Ok(())
    }

    /// The station is killed the moment that something was confirmed, and goes on from what its files held then.
    async fn kill(&mut self, which: usize) -> Checked<()> {
        self.tills[which].engine().stop();
        let number = self.tills[which].number();
        let left = self.place.station(number, self.kills[which] + 1);
        self.one_operation(which, Some(left.clone())).await?;
        self.kills[which] += 1;
        self.reopen(which, Some(left)).await?;
        self.tally.reopened -= 1;
        self.tally.kills += 1;
        Ok(())
    }

    async fn end_service(&mut self) -> Checked<()> {
        self.service.end();
        self.wait(90_000).await;
        self.tally.services += 1;
        self.service.restart()
    }

    /// Nothing breaks any more. Half of the clocks that are wrong stay wrong.
    async fn heal(&mut self) -> Checked<()> {
        self.weather.set_rough(false);
        for till in &self.tills {
            if self.dice.percent(50) {
                till.clock().set_off(SignedDuration::ZERO);
            }
            if till.state().link == Link::SignInNeeded {
                self.tally.asked_to_sign_in += 1;
            }
        }
        Ok(())
    }

    /// Waits until nothing is on its way: neither a call, nor an operation, but what waits behind something
    /// that needs the clerk.
    async fn come_to_rest(&mut self) -> Checked<()> {
        let began = Instant::now();
        loop {
            let under_way = self.under_way().await?;
            let Some(first) = under_way else { return Ok(()) };
            if began.elapsed() > self.way.bound() {
                return Err(Wrong(format!("{} minutes after the healing: {first}", self.way.bound().as_secs() / 60)));
            }
            self.wait_and_see().await;
        }
    }

    /// Something that is still on its way, in words.
    async fn under_way(&self) -> Checked<Option<String>> {
        if self.breaker.flying() > 0 {
            return Ok(Some("a call is under way".to_owned()));
        }
        for till in &self.tills {
            let queue = till.with_store(|store| Ok(store.queue()?)).await?;
            if let Some(entry) = queue.iter().find(|entry| !is_explained(entry, &queue)) {
                let state = till.state();
                return Ok(Some(format!(
                    "station {}'s operation {} ({}) is {:?} after {} tries, last {:?}, next {:?}; the link is {:?}",
                    till.number(),
                    entry.sequence,
                    entry.change.kind(),
                    entry.state,
                    entry.attempts,
                    entry.last_error,
                    entry.next_try,
                    state.link
                )));
            }
        }
        Ok(None)
    }

    async fn needing(&self) -> Checked<u64> {
        let mut needing = 0;
        for till in &self.tills {
            needing += till.with_store(|store| Ok(store.queue()?.len() as u64)).await?;
        }
        Ok(needing)
    }

    /// The clerks discard whatever needs them, until every queue is empty.
    async fn clear_up(&mut self) -> Checked<()> {
        for _ in 0..20 {
            for which in 0..self.tills.len() {
                while self.discard_first(which).await? {}
            }
            self.come_to_rest().await?;
            if self.needing().await? == 0 {
                return Ok(());
            }
        }
        Err(Wrong::of("there is always something to discard"))
    }

    async fn discard_first(&mut self, which: usize) -> Checked<bool> {
        let till = &self.tills[which];
        let (number, desk, last, secret_key) = (till.number(), self.desk(till), self.ledger.last(till.number()), self.scene.secret_key);
        let confirmed = till.with_store(move |store| {
            let is_done = desk.discard_first(store)?;
            Ok((is_done, sealed_after(store, &secret_key, last)?))
        });
        let (is_done, confirmed) = confirmed.await?;
        let till = &self.tills[which];
        self.ledger.note(number, till.store().station(), confirmed);
        till.engine().queued();
        Ok(is_done)
    }

    async fn settle_accounts(&mut self) -> Checked<()> {
        let central = self.service.central().ok_or_else(|| Wrong::of("the service is not running"))?;
        audit::of_service(&self.ledger, &self.scene, &central, self.service.file(), &mut self.account)?;
        // What one station did is told to the others at their next pull.
        for till in &self.tills {
            till.engine().sync_now();
        }
        let began = self.clock.now();
        loop {
            self.wait_and_see().await;
            let mut views = Ok(());
            for till in &self.tills {
                let (number, central) = (till.number(), central.clone());
                views = views.and(till.with_store(move |store| audit::of_view(number, store, &central)).await);
                views = views.and(is_up_to_date(till));
            }
            if views.is_ok() || self.clock.now().duration_since(began) > SignedDuration::from_mins(10) {
                return views;
            }
        }
    }
}

/// A station that is healed says so.
fn is_up_to_date(till: &Till) -> Checked<()> {
    match till.state().link {
        Link::UpToDate { .. } => Ok(()),
        other => Err(Wrong(format!("station {} says {other:?}", till.number()))),
    }
}

/// Whether an operation says why it is still there: it needs the clerk, or waits behind one that does.
fn is_explained(entry: &QueueEntry, queue: &[QueueEntry]) -> bool {
    match &entry.state {
        QueueState::NeedsYou(NeedsYou::Rejected(_) | NeedsYou::Conflict { .. }) => true,
        QueueState::Sent => false,
        QueueState::Waiting => {
            let entity = entry.change.entity(entry.venue);
            let is_before = |other: &&QueueEntry| other.sequence < entry.sequence && matches!(other.state, QueueState::NeedsYou(_));
            queue.iter().filter(is_before).any(|other| other.change.entity(other.venue) == entity)
        }
    }
}
