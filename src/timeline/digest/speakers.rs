//! Who is shown as a speaker.
//!
//! In: the name an entry gives for its speaker.  Out: whether that is somebody, or a phrase that only
//! stands where a speaker would. It sees names, not articles; which nouns speak stands in the policy.

use super::super::policy::SpeakerPolicy;

/// Whether the phrase names somebody: a name, or people by a noun that the policy lists.
pub(super) fn is_somebody(name: &str, policy: &SpeakerPolicy) -> bool {
    let head = head(name, policy);
    let (Some(first), Some(last)) = (head.first(), head.last()) else { return false };
    let people = is_noun(last, policy);
    let figures = || last.ends_with(|c: char| c.is_ascii_digit());
    head.len() <= policy.most_words
        && (people || is_capital(first) && is_capital(last) && !figures())
}

/// Whether the phrase is a name of several words, an acronym, or ends in a noun that the policy lists.
pub(super) fn is_named(name: &str, policy: &SpeakerPolicy) -> bool {
    let capitals = name.split_whitespace().filter(|word| is_capital(word)).count();
    capitals > 1
        || capitals == 1 && name.chars().all(|c| !c.is_lowercase())
        || head(name, policy).last().is_some_and(|last| is_noun(last, policy))
}

/// The words of a phrase up to its first preposition.
fn head<'n>(name: &'n str, policy: &SpeakerPolicy) -> Vec<&'n str> {
    let ends = |word: &&str| !policy.phrase_ends.iter().any(|end| end == word);
    name.split_whitespace().take_while(ends).collect()
}

fn is_noun(word: &str, policy: &SpeakerPolicy) -> bool {
    let noun = word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    policy.nouns.contains(&noun)
}

fn is_capital(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::super::super::MergePolicy;
    use super::*;

    #[test]
    fn a_speaker_is_somebody() {
        let policy = MergePolicy::builtin().digest.speakers;
        for (name, expected) in [
            ("Jan Roe", true),
            ("Omar al-Varn", true),
            ("officials in Varn", true),
            ("two delegations", true),
            ("starts with a walk", false),
            ("UNSCR 44", false),
            ("old pier", false),
            ("", false),
        ] {
            assert_eq!(is_somebody(name, &policy), expected, "{name}");
        }
        for (name, expected) in
            [("Varn Gazette", true), ("ISPR", true), ("Ministers", true), ("Pride", false)]
        {
            assert_eq!(is_named(name, &policy), expected, "{name}");
        }
    }
}
