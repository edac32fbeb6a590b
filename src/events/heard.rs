//! Where words are taken to name events.
//!
//! In: the sentences of a text, its temporal expressions, and what is said in it.  Out: stretches
//! of tokens.  The turns of a transcript are somebody's words: as the rules are set, what is told
//! in them is an event where its sentence names a time, and else part of what is said, which the
//! quotation has in full.

use super::{Known, options};
use crate::extraction::TimexType;
use crate::pipeline::TURN;
use crate::text::TokenRange;

/// The tokens among which words may name events, in the order of the text.
pub(super) fn stretches(known: Known<'_>) -> Vec<TokenRange> {
    if !options::only_dated_turns(known.rules) {
        return vec![0..known.text.tokens.len()];
    }
    let mut out: Vec<TokenRange> = Vec::new();
    let mut from = 0;
    let mut dated = dated_sentences(known).peekable();
    for free in outside(known, TURN) {
        while let Some(sentence) = dated.next_if(|sentence| sentence.start < free.start) {
            push(&mut out, sentence.start.max(from)..sentence.end.min(free.start));
        }
        from = free.end;
        push(&mut out, free);
    }
    dated.for_each(|sentence| push(&mut out, sentence.start.max(from)..sentence.end));
    out
}

/// The stretches of a text that no chunk of a label covers; the chunks were added in the order of
/// the text.
pub(super) fn outside<'a>(known: Known<'a>, label: &str) -> impl Iterator<Item = TokenRange> + 'a {
    let chunks = known.rules.label(label).into_iter();
    let chunks = chunks.flat_map(|label| known.chunks.with_label(label));
    let covered = chunks.map(|(_, chunk)| chunk.first as usize..chunk.last as usize);
    let end = known.text.tokens.len();
    let mut from = 0;
    let free = covered.chain(std::iter::once(end..end)).map(move |covered| {
        let free = from..covered.start;
        from = from.max(covered.end);
        free
    });
    free.filter(|free| !free.is_empty())
}

/// The sentences that name a time, in their order.
fn dated_sentences<'a>(known: Known<'a>) -> impl Iterator<Item = TokenRange> + 'a {
    let named = known.dates.iter().zip(known.date_tokens).filter(|(date, _)| {
        matches!(date.kind, TimexType::Date | TimexType::Time) && date.edtf.is_some()
    });
    let mut rest = known.text.sentences.iter().peekable();
    named.filter_map(move |(_, tokens)| {
        while rest.next_if(|sentence| sentence.end <= tokens.start).is_some() {}
        // Further dates of a sentence find it gone.
        rest.next_if(|sentence| sentence.start <= tokens.start).cloned()
    })
}

/// Adds a stretch to those before it.
fn push(out: &mut Vec<TokenRange>, stretch: TokenRange) {
    match out.last_mut() {
        Some(last) if last.end >= stretch.start => last.end = last.end.max(stretch.end),
        _ if stretch.is_empty() => {}
        _ => out.push(stretch),
    }
}

#[cfg(test)]
mod tests {
    use crate::events::trial::extract_with;

    const TALK: &str = "MS. NOOR: The wardens arrested two men. They freed a third man on Monday.\n\n\
        Q: Were they hurt?\n\nMS. NOOR: One was beaten. On 3 May the mill burned.\n\nEND";

    #[track_caller]
    fn check(pack: &str, text: &str, want: &[&str]) {
        let found = extract_with(pack, text);
        let triggers = found.events.iter().map(|event| event.trigger.text.as_str());
        assert_eq!(triggers.collect::<Vec<_>>(), want);
    }

    #[test]
    fn what_a_turn_tells_is_an_event_where_its_sentence_names_a_time() {
        check("lexicons: {}", TALK, &["freed", "burned"]);
    }

    #[test]
    fn a_pack_can_have_all_of_them() {
        let all = "settings: { events: { turns: all } }";
        check(all, TALK, &["arrested", "freed", "hurt", "beaten", "burned"]);
    }

    #[test]
    fn what_is_told_beside_the_turns_needs_no_time() {
        let text = format!("The wardens arrested two men.\n\n{TALK}");
        check("lexicons: {}", &text, &["arrested", "freed", "burned"]);
    }
}
