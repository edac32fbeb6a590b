//! When an event happened, as dating finds it.
//!
//! In: nothing; these are the types that dating fills and that asides and events are read from.

/// When an event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Dated {
    /// The time.
    pub when: When,
    /// `clause`, `sentence`, `passage` or `publication`.
    pub basis: Option<&'static str>,
    /// A noun has it from the verb that says no more than that its event took place.
    pub carried: bool,
}

/// A time that dates an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum When {
    /// Not known.
    #[default]
    Unknown,
    /// That of a temporal expression, by its place among the points.
    Point(usize),
    /// The day of publication.
    Publication,
    /// Any time from the day of publication on.
    Ahead,
}

impl Dated {
    /// That of a temporal expression, by its place among the points.
    pub fn by(point: usize, basis: &'static str) -> Self {
        Self { when: When::Point(point), basis: Some(basis), carried: false }
    }

    /// The same for a word that hangs on the one that has it.
    pub fn lent(self) -> Self {
        let basis = self.basis.map(|_| "governor");
        Self { basis, carried: false, ..self }
    }

    /// Whether it is known.
    pub fn is_known(self) -> bool {
        self.when != When::Unknown
    }
}
