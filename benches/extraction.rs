//! Speed of the whole extraction and of its parts, in bytes of text a second on one core.
//!
//! `cargo bench` runs over the articles in `examples/`; set `ONRECORD_CORPUS` to a file or
//! folder of articles to run over those instead.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use onrecord::article::{Article, ReadOptions, read};
use onrecord::matching::{Chunks, Ground};
use onrecord::pipeline::{self, Options};
use onrecord::rules::Rules;
use std::hint::black_box;
use std::time::Duration;

/// Bytes of text that are enough to measure on.
const ENOUGH: usize = 4 << 20;

fn articles() -> Vec<Article> {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/articles").to_owned();
    let path = std::env::var("ONRECORD_CORPUS").unwrap_or(examples);
    let mut bytes = 0;
    let few: Vec<Article> = read([path], ReadOptions::default())
        .filter_map(Result::ok)
        .take_while(|article| {
            bytes += article.text.len();
            bytes < ENOUGH
        })
        .collect();
    assert!(!few.is_empty(), "no articles to measure on");
    few
}

fn size(articles: &[Article]) -> u64 {
    articles.iter().map(|a| a.text.len() as u64).sum()
}

fn whole(criterion: &mut Criterion) {
    let (rules, articles) = (Rules::builtin(), articles());
    let mut group = criterion.benchmark_group("extraction");
    group
        .throughput(Throughput::Bytes(size(&articles)))
        .measurement_time(Duration::from_secs(10))
        .sample_size(10);
    group.bench_function("all rules", |bencher| {
        bencher.iter(|| {
            for article in &articles {
                black_box(pipeline::extract(rules, article, &Options::default()));
            }
        });
    });
    group.bench_function("tokens and sentences", |bencher| {
        bencher.iter(|| {
            for article in &articles {
                black_box(rules.text(&article.text, article.body_start));
            }
        });
    });
    group.finish();
}

/// The matching passes alone, without what the stages make of the matches.
fn stages(criterion: &mut Criterion) {
    let (rules, articles) = (Rules::builtin(), articles());
    let texts: Vec<_> = articles.iter().map(|a| rules.text(&a.text, a.body_start)).collect();
    let mut group = criterion.benchmark_group("matching");
    group
        .throughput(Throughput::Bytes(size(&articles)))
        .measurement_time(Duration::from_secs(5))
        .sample_size(10);
    for (kind, stratum, stage) in rules.stages() {
        group.bench_function(BenchmarkId::new(kind, stratum), |bencher| {
            bencher.iter(|| {
                for text in &texts {
                    let chunks = Chunks::new(text.tokens.len());
                    black_box(stage.run(Ground { text, chunks: &chunks, rules }));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, whole, stages);
criterion_main!(benches);
