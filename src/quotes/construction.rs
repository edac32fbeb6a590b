//! The constructions of reported speech by their ids.
//!
//! What each means, with an example and a counter-example, stands in the rule files under the same
//! id; the words that take part in them are lexicons.

macro_rules! constructions {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $id;)*
        /// The ids of all constructions.
        pub const ALL: &[&str] = &[$($id),*];
    };
}

constructions! {
    /// "Roe said that …"
    SAID_THAT = "quote.said-that";
    /// "Roe said the bridge …"
    SAID_CLAUSE = "quote.said-clause";
    /// "Roe announced the closure"
    SAID_OBJECT = "quote.said-object";
    /// `Roe said, "…"`
    SAID_BEFORE = "quote.said-before";
    /// `"…," Roe said`
    SAID_AFTER = "quote.said-after";
    /// `"…," said Roe`
    SAID_INVERTED = "quote.said-inverted";
    /// "…, which Roe said will …"
    WHICH_SHE_SAID = "quote.which-she-said";
    /// "… and said that …"
    COORDINATED = "quote.coordinated";
    /// "…, adding that …"
    PARTICIPLE = "quote.participle";
    /// "a report warning that …"
    NOUN_PARTICIPLE = "quote.noun-participle";
    /// "Roe is expected to say that …"
    INFINITIVE = "quote.infinitive";
    /// "As Roe noted, …"
    AS_SHE_SAID = "quote.as-she-said";
    /// "As reported by the paper, …"
    AS_STATED_BY = "quote.as-stated-by";
    /// "According to Roe, …"
    ACCORDING_TO = "quote.according-to";
    /// "Roe's claim that …"
    CLAIM_THAT = "quote.claim-that";
    /// `Roe dismissed it as "…"`
    JUDGED_AS = "quote.judged-as";
    /// `was criticised by Roe because "…"`
    JUDGED_BY = "quote.judged-by";
    /// `Roe was blunt: "…"`
    COLON = "quote.colon";
    /// A paragraph that ends in a colon announces the next.
    ANNOUNCED = "quote.announced";
    /// A quotation without an attribution that goes on.
    CONTINUED = "quote.continued";
    /// Quoted words within a clause that is reported.
    WITHIN = "quote.words-within";
    /// Words in quote marks in a headline or snippet.
    HEADLINE = "quote.headline";
    /// A turn of a transcript.
    TURN = "quote.turn";
}
