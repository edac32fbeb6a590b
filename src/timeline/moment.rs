//! When a mention says something happened, and whether two such times can be one.
//!
//! In: EDTF and what it rests on.  Out: intervals of days that can be compared.  A day of
//! publication says only that the thing had happened by then; it is the end of an interval.

use super::policy::EventPolicy;
use crate::dates::{Edtf, Precision};

const BEGINNING: i64 = i64::MIN / 4;
const END: i64 = i64::MAX / 4;

/// Days of the shortest month.
const MONTH: i64 = 28;

/// A time as a mention gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// First day, as a day number.
    pub from: i64,
    /// Last day.
    pub to: i64,
    /// How fine the words are.
    pub precision: Precision,
    /// Whether words name it, and not just the day of publication.
    pub named: bool,
    /// Whether the words that name it stand in the clause that tells the event.
    pub firm: bool,
    /// Whether it is that of another word, on which this one hangs: it says nothing against another
    /// time.
    pub lent: bool,
    /// Marked approximate or uncertain.
    pub hedged: bool,
    /// Whether it is when something was said.
    pub said: bool,
}

/// How two times stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// Both name one and the same day.
    SameDay,
    /// They overlap.
    Compatible,
    /// One of them is not known.
    Unknown,
    /// They differ by no more than the slack.
    Near,
    /// They cannot be one.
    Apart,
}

impl Moment {
    /// Reads EDTF; none where it does not parse.
    pub fn new(edtf: &str, named: bool) -> Option<Self> {
        // "Before 1928" is compared by the year it names, or it would agree with everything.
        // What is planned may lie any time behind the publication.
        let open = || edtf.strip_prefix("../").or_else(|| edtf.strip_suffix("/.."));
        let closed = named.then(open).flatten();
        let edtf = Edtf::parse(closed.unwrap_or(edtf)).ok()?;
        Some(Self {
            from: edtf.earliest().map_or(BEGINNING, |day| day.number()),
            to: edtf.latest().map_or(END, |day| day.number()),
            precision: edtf.precision(),
            named,
            firm: named,
            lent: false,
            hedged: edtf.is_approximate() || edtf.is_uncertain(),
            said: false,
        })
    }

    /// The same time, taken from another clause or sentence: it may be that of something else.
    pub fn loose(self) -> Self {
        Self { firm: false, ..self }
    }

    /// The same time, lent by the word on which this one hangs.
    pub fn lent(self) -> Self {
        Self { named: false, firm: false, lent: true, ..self }
    }

    /// The days on which it may have happened.
    pub fn days(&self, policy: &EventPolicy) -> (i64, i64) {
        if self.lent {
            return (BEGINNING, END);
        }
        match (self.named, self.firm) {
            (true, true) => (self.from, self.to),
            // A day may be taken for another; "2024" is not wrong by days.
            (true, false) if !self.is_fine() => (self.from, self.to),
            (true, false) => (self.from - policy.loose_days, self.to + policy.loose_days),
            (false, _) if self.to == END => (self.from, END),
            (false, _) if self.said => (self.from - policy.said_within_days, self.to),
            (false, _) => (self.from - policy.reported_within_days, self.to),
        }
    }

    /// The last day; the first where it may last for ever.
    pub fn last(&self) -> i64 {
        if self.to == END { self.from } else { self.to }
    }

    /// Whether it is the day on which the article appeared, that no words name.
    pub fn is_of_publication(&self) -> bool {
        !self.named && self.from == self.to
    }

    /// Whether both are named, and the words that name them leave no day to both.
    pub fn contradicts(&self, other: &Self) -> bool {
        self.named && other.named && (self.to < other.from || other.to < self.from)
    }

    /// Whether both are days, or stretches of some days, that their own clauses name, and not the same.
    pub fn is_told_apart(&self, other: &Self) -> bool {
        let exact = |when: &Self| when.firm && when.to - when.from < MONTH;
        exact(self) && exact(other) && (self.from, self.to) != (other.from, other.to)
    }

    /// Whether it is finer than a month, or only known by the day of publication.
    fn is_fine(&self) -> bool {
        !self.named || self.to - self.from < MONTH
    }

    /// Whether words name one day.
    pub fn is_day(&self) -> bool {
        self.named && self.from == self.to
    }
}

/// How two times stand to each other.
pub(super) fn relation(a: Option<Moment>, b: Option<Moment>, policy: &EventPolicy) -> Relation {
    let tells = |moment: &Moment| !moment.lent;
    let (Some(a), Some(b)) = (a.filter(tells), b.filter(tells)) else { return Relation::Unknown };
    if a.is_day() && b.is_day() && a.from == b.from {
        return Relation::SameDay;
    }
    let ((a_from, a_to), (b_from, b_to)) = (a.days(policy), b.days(policy));
    let gap = (a_from - b_to).max(b_from - a_to);
    match gap {
        gap if gap <= 0 => Relation::Compatible,
        gap if gap <= policy.date_slack_days && a.is_fine() && b.is_fine() => Relation::Near,
        _ => Relation::Apart,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::policy::MergePolicy;

    #[test]
    fn times_agree_as_their_words_allow() {
        let policy = MergePolicy::builtin().events;
        let named = |edtf: &str| Moment::new(edtf, true);
        let reported = |edtf: &str| Moment::new(edtf, false);
        for (a, b, expected) in [
            (named("2031-05-04"), named("2031-05-04"), Relation::SameDay),
            (named("2031-05-04"), named("2031-05"), Relation::Compatible),
            (named("2031-05-04"), named("2031-05-05"), Relation::Near),
            (named("2031-05-04"), named("2031-06-04"), Relation::Apart),
            (named("2031"), named("2032"), Relation::Apart),
            (named("2031").map(Moment::loose), named("2032-01-02"), Relation::Apart),
            (named("2031-05-04").map(Moment::loose), named("2031-05-05"), Relation::Compatible),
            (named("2031-05-04"), reported("2031-05-06"), Relation::Compatible),
            (named("2031-05-18"), reported("2031-05-06"), Relation::Apart),
            (named("2031-05-04"), None, Relation::Unknown),
            (named("2031-05-04").map(Moment::lent), named("2031-06-04"), Relation::Unknown),
            (named("../2031-05-04"), named("2029-05-04"), Relation::Apart),
            (named("2031/.."), named("2031-05-04"), Relation::Compatible),
            (reported("2031-05-04/.."), named("2031-08-01"), Relation::Compatible),
            (reported("2031-05-04/.."), named("2031-04-01"), Relation::Apart),
        ] {
            assert_eq!(relation(a, b, &policy), expected, "{a:?} {b:?}");
        }
    }
}
