use onrecord::*;
use std::io::Read;
fn main() {
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    let loaded = match rules::load::load(
        rules::load::folder_files(std::path::Path::new("rules/en"), 0).unwrap(),
    ) {
        Ok(l) => l,
        Err(e) => panic!("{}", e.render(false)),
    };
    let rules = &loaded.rules;
    let mut xs = Vec::new();
    for l in s.lines().filter(|l| !l.trim().is_empty()) {
        let v: serde_json::Value = serde_json::from_str(l).unwrap();
        let mut x = Extraction::default();
        x.article.id = v["id"].as_str().map(str::to_owned).unwrap_or_else(|| v["id"].to_string());
        x.article.published = v["published"].as_str().map(|s| s[..10].to_owned());
        x.article.source = v["source"].as_str().map(str::to_owned);
        x.text = v["text"].as_str().unwrap().to_owned();
        let t = rules.text(&x.text, 0);
        let chunks = matching::Chunks::new(t.tokens.len());
        let known = events::Known {
            text: &t,
            chunks: &chunks,
            rules,
            dates: &[],
            published: x.article.published.as_deref(),
            names: &[],
        };
        x.events = events::find(known, &mut []);
        x.sentences = t.sentences.iter().map(|r| t.range(t.bytes(r.clone()))).collect();
        drop(t);
        xs.push(x);
    }
    if std::env::args().any(|a| a == "extract") {
        for x in &xs {
            let mut v = serde_json::to_value(x).unwrap();
            for (e, o) in x.events.iter().zip(v["events"].as_array_mut().unwrap()) {
                o["lemma"] = e.lemma.clone().into();
            }
            v["sentences"] = serde_json::to_value(&x.sentences).unwrap();
            println!("{v}");
        }
    } else {
        let tl = timeline::merge(
            &xs,
            &timeline::MergePolicy::from_yaml(
                &std::fs::read_to_string("rules/en/merging.yaml").unwrap(),
            )
            .unwrap(),
        );
        println!("{}", serde_json::to_string(&tl).unwrap());
    }
}
