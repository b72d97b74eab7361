//! Faults built in on purpose, so that tests can show that they would be found. Chosen by the environment
//! variable `KAIKUASEMA_MUTANT`; without the feature `mutants` there are none.

#[cfg(all(feature = "mutants", not(debug_assertions)))]
compile_error!("a build with mutants loses records on purpose: it is never optimised and never released");

/// Whether the mutant of this name is the one at work.
pub(crate) fn is_at_work(name: &str) -> bool {
    cfg!(feature = "mutants") && std::env::var_os("KAIKUASEMA_MUTANT").is_some_and(|chosen| chosen == name)
}
