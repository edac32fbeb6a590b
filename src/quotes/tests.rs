//! What is said, by whom, in every construction.

use crate::people;
use crate::rules::Rules;

/// One quotation a line: speaker, construction, words.
fn shown(text: &str) -> String {
    let rules = Rules::builtin();
    let text = rules.text(text, 0);
    let bits = rules.grammar.read(&text);
    let found = super::find(rules, &text, &bits);
    let quotes = people::resolve(rules, &text, &bits, found, None).quotes;
    let line = |q: &crate::extraction::Quote| {
        let name = |s: &Option<crate::extraction::Speaker>| {
            s.as_ref().map_or("-".to_owned(), |s| s.name.to_string())
        };
        let via = if q.via.is_some() { format!(" via {}", name(&q.via)) } else { String::new() };
        let modality = q.modality.as_ref().map_or(String::new(), |m| format!(" ({m})"));
        format!("{}{via}{modality}: {}", name(&q.speaker), q.text)
    };
    quotes.iter().map(line).collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn check(text: &str, want: &str) {
    assert_eq!(shown(text), want, "{text}");
}

#[test]
fn direct_speech_in_every_order() {
    check(
        "“We will rebuild the pier,” Lena Novak said on Monday.",
        "Lena Novak: We will rebuild the pier,",
    );
    check(
        "“We will rebuild the pier,” said Lena Novak, the harbour master.",
        "Lena Novak: We will rebuild the pier,",
    );
    check(
        "Lena Novak told reporters: “We will rebuild the pier.”",
        "Lena Novak: We will rebuild the pier.",
    );
    check(
        "“We will rebuild,” Lena Novak said, “and soon.”",
        "Lena Novak: We will rebuild, | Lena Novak: and soon.",
    );
    check(
        "“We will rebuild,” Lena Novak said. “It takes a year.”",
        "Lena Novak: We will rebuild, | Lena Novak: It takes a year.",
    );
    check(
        "“We can rebuild,” Lena Novak said.\n\n“It takes a year.”",
        "Lena Novak: We can rebuild, | Lena Novak: It takes a year.",
    );
}

#[test]
fn reported_speech_ends_where_the_writer_goes_on() {
    check("The mayor said that the bridge was safe.", "mayor: that the bridge was safe");
    check("The mayor said on Tuesday the bridge was safe.", "mayor: the bridge was safe");
    check("The bridge is safe, the mayor said.", "mayor: The bridge is safe");
    check(
        "The bridge, the mayor said, will open in May.",
        "mayor: The bridge | mayor: will open in May",
    );
    check(
        "While the mayor said the bridge was safe, engineers closed it.",
        "mayor: the bridge was safe",
    );
    check(
        "The mayor said the bridge was safe, but Ms. Roe said it was not.",
        "mayor: the bridge was safe | Roe: it was not",
    );
    check("According to the ministry, the bridge is safe.", "ministry: the bridge is safe");
}

#[test]
fn mixed_speech_keeps_the_clause() {
    check(
        "Lena Novak said the pier was “a wreck” and had to go.",
        "Lena Novak: the pier was “a wreck” and had to go",
    );
    check(
        "Lena Novak dismissed the report as “pure invention” on Monday.",
        "Lena Novak: pure invention",
    );
}

#[test]
fn names_and_scare_quotes_are_not_speech() {
    check("The festival, themed “Light on the Water,” drew a crowd.", "");
    check("Residents of the “dead zone” left the town.", "");
    check("He sings in the band “The Open Gates” every week.", "");
}

#[test]
fn who_reported_it_and_what_is_not_claimed() {
    check(
        "The captain reaffirmed that “we hold the line,” the ministry stated.",
        "captain via ministry: that “we hold the line,",
    );
    check(
        "Ms. Roe did not say that the plan had failed.",
        "Roe (negated): that the plan had failed",
    );
    check(
        "Ms. Roe would say that the plan had failed.",
        "Roe (hypothetical): that the plan had failed",
    );
}

#[test]
fn pronouns_titles_and_surnames_are_one_person() {
    check(
        "Defence Minister Tomas Varga arrived late. “We are ready,” he said.",
        "Tomas Varga: We are ready,",
    );
    check(
        "Defence Minister Tomas Varga arrived. “We are ready,” the defence minister said.",
        "Tomas Varga: We are ready,",
    );
    check("Tomas Varga arrived. “We are ready,” Varga said.", "Tomas Varga: We are ready,");
    check("Theresa May said that it was late.", "Theresa May: that it was late");
}

#[test]
fn transcripts_are_turns() {
    check(
        "MS ROE: Good morning.\n\nQUESTION: Is it open?\n\nMS ROE: Not yet.",
        "ROE: Good morning. | QUESTION: Is it open? | ROE: Not yet.",
    );
}

#[test]
fn subjects_of_many_shapes_speak() {
    check(
        "About three in 10 said they prefer the older ferry.",
        "About three in 10: they prefer the older ferry",
    );
    check(
        "One delegate not on the list, Karl Ohm, told the Gazette she was leaving.",
        "One delegate: she was leaving",
    );
    check(
        "Large crowds in six towns going to the polls said they support the levy.",
        "Large crowds in six towns: they support the levy",
    );
}

#[test]
fn the_words_of_another_clause_stay_out() {
    check(
        "Now that Ohm has claimed that the pier is safe, the council has to act.",
        "Ohm: that the pier is safe",
    );
    check(
        "Novak said she would sell the ferry, a boat her father bought.",
        "Novak: she would sell the ferry",
    );
    check(
        "Ohm insisted that he “expanded the fleet,” claiming that he did it alone.",
        "Ohm: that he “expanded the fleet, | Ohm: that he did it alone",
    );
    check(
        "Lena Novak said after meeting Thursday with aides that it would close.",
        "Lena Novak: that it would close",
    );
    check(
        "VARN (AP) — The harbour will close, Lena Novak said.",
        "Lena Novak: The harbour will close",
    );
}

#[test]
fn what_stands_before_an_attribution_is_said_unless_it_tells_when() {
    check("If towns fail, he said, “we can step in.”", "he: If towns fail | he: we can step in.");
    check("Asked about it, he said, “we can step in.”", "he: we can step in.");
    check(
        "Towns must pay, she said: “They have the money.”",
        "she: Towns must pay | she: They have the money.",
    );
    check("The roof, she said, “is safe for now.”", "she: The roof | she: is safe for now.");
}

#[test]
fn what_nobody_says_is_not_told_as_fact() {
    check("No official said the pier was safe.", "official (negated): the pier was safe");
    check("Nobody said the pier was safe.", "Nobody (negated): the pier was safe");
    check("If Novak says the pier is safe, we will go.", "Novak (hypothetical): the pier is safe");
    check("Ohm denied saying that the pier was safe.", "Ohm (negated): that the pier was safe");
    check("Novak never said “the pier is safe.”", "Novak (negated): the pier is safe.");
    check("Novak may say that the pier is safe.", "Novak (hypothetical): that the pier is safe");
}

#[test]
fn every_construction_is_described_and_proved_in_the_rules() {
    for id in super::construction::ALL {
        let (_, rule) =
            Rules::builtin().find(id).unwrap_or_else(|| panic!("{id} is nowhere described"));
        assert!(rule.note.is_some() && rule.patterns.is_empty(), "{id}");
        assert!(rule.tests.iter().any(|t| t.none) && rule.tests.iter().any(|t| !t.none), "{id}");
    }
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "“",
        "said",
        ", said",
        "“a” “b” said said said",
        "“‘“‘",
        "said:",
        "according to",
        "’s claim that",
        "A:\nB:\nC:",
    ] {
        shown(text);
    }
}

#[test]
fn what_is_said_of_oneself_in_a_turn_is_part_of_the_turn() {
    check(
        "MS ROE: I think the pier is open.\n\nQUESTION: You said that it was safe. He said that \
         it was not.\n\nMS ROE: Yes.",
        "ROE: I think the pier is open. | QUESTION: You said that it was safe. He said that it \
         was not. | He: that it was not | ROE: Yes.",
    );
}

#[test]
fn a_few_questions_within_an_article_do_not_make_it_a_transcript() {
    check(
        "Ohm was asked about the ferry.\n\nQ: Will you resign?\n\nA: No. Why would I?\n\n\
         “He never listens,” Novak said.\n\n“I have listened,” Ohm said.",
        "Q: Will you resign? | A: No. Why would I? | Novak: He never listens, | Ohm: I have listened,",
    );
    check(
        "Marr gave evidence.\n\nQ. And you kept copies?\n\nA. I kept every one.\n\n“Thank you,” the judge said.",
        "Q: And you kept copies? | A: I kept every one. | judge: Thank you,",
    );
    check("A. Novak left.\n\nB. Ohm stayed.\n\nA. Lind came.", "");
}

#[test]
fn names_that_take_turns_make_a_transcript() {
    check(
        "The doctor who stayed\n\nKelm Courier: Why did you stay?\n\nHana Wirth: The ferry broke down.\n\n\
         Kelm Courier: Will you leave?\n\nHana Wirth: Ask my husband.",
        "Kelm Courier: Why did you stay? | Hana Wirth: The ferry broke down. | \
         Kelm Courier: Will you leave? | Hana Wirth: Ask my husband.",
    );
    check(
        "Opening Hours: nine to five.\n\nTicket Prices: four crowns.\n\nHow To Get There: by ferry.",
        "",
    );
}

#[test]
fn behind_a_colon_somebody_else_may_speak() {
    check(
        "Ohm insisted that the water was “perfectly safe”. But Novak disagreed: “I would not give it to a gull.”",
        "Ohm: that the water was “perfectly safe | Novak: I would not give it to a gull.",
    );
    check(
        "“Safe?” laughed Novak. “Come and smell it.”",
        "Novak: Safe? | Novak: Come and smell it.",
    );
    check(
        "‘Water,’ according to Novak, ‘costs me nine crowns.’",
        "Novak: Water, | Novak: costs me nine crowns.",
    );
    check("Ohm is understood to have said the report was late.", "Ohm: the report was late");
}

#[test]
fn what_is_denied_is_marked() {
    check(
        "Lena Novak denied that she had known of the cracks.",
        "Lena Novak (denied): that she had known of the cracks",
    );
    check(
        "Lena Novak rejected claims that she had known of the cracks.",
        "Lena Novak (denied): that she had known of the cracks",
    );
    check("“I never knew,” Lena Novak denied.", "Lena Novak: I never knew,");
    check(
        "Lena Novak did not deny that she had known of the cracks.",
        "Lena Novak (negated): that she had known of the cracks",
    );
}
