//! Matching: rules over tokens, found through their anchors.
//!
//! In: a [`Text`](crate::text::Text), the [`Chunks`] found so far and a [`Stage`] of rules.  Out: [`Match`]es, and
//! after [`resolve`] a list without overlaps.  The cost of a rule is paid where its anchor
//! stands: a word that is no anchor costs one array look-up, however many rules there are.

pub mod chunks;
pub mod context;
pub mod ending;
pub mod front;
pub mod gate;
pub mod lookahead;
pub mod near;
pub mod number;
pub mod openings;
pub mod overlap;
mod pairs;
pub mod program;
pub mod regexes;
pub mod run;
pub mod stage;
pub mod trace;
pub mod ways;

pub use chunks::{Chunk, Chunks};
pub use overlap::resolve;
pub use program::{CaptureName, LabelId};
pub use run::{Goal, Ground, Machine};
pub use stage::Stage;

#[cfg(test)]
mod everywhere;
#[cfg(test)]
mod tests;

use crate::rules::lexicon::EntryRef;
use crate::text::TokenRange;
use smallvec::SmallVec;

/// Index of a rule in [`crate::rules::Rules::rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RuleId(pub u32);

/// A place where a rule's pattern and context hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The rule.
    pub rule: RuleId,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
    /// What the named elements and groups matched.
    pub captures: Captures,
}

/// What the parts of a match are: mostly one or two.
pub type Captures = SmallVec<[Capture; 2]>;

/// What a named element or group matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capture {
    /// Its name.
    pub name: CaptureName,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// What stood there.
    pub what: What,
}

/// What a capture refers to besides its tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// Only words.
    Nothing,
    /// A number.
    Number(f64),
    /// An entry of a lexicon.
    Entry(EntryRef),
    /// A chunk, by index.
    Chunk(u32),
}

impl Match {
    /// The tokens.
    pub fn tokens(&self) -> TokenRange {
        self.first..self.last
    }

    /// The first capture of a name.
    pub fn capture(&self, name: CaptureName) -> Option<&Capture> {
        self.captures.iter().find(|c| c.name == name)
    }
}

impl Capture {
    /// The tokens.
    pub fn tokens(&self) -> TokenRange {
        self.first as usize..self.last as usize
    }
}
