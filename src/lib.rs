//! `onrecord` reads articles and answers three questions: what happened when, who said what
//! when, and where exactly is that written.
//!
//! The modules stand in the order of the pipeline:
//!
//! article -> text -> matches -> dates -> quotes -> people -> events -> extraction;
//! extractions -> timeline -> render.  [`pipeline::extract`] runs the first line.
//!
//! Offsets in everything that leaves the library count Unicode code points of the article's
//! text exactly as given; inside, spans are byte ranges of a normalised view ([`text::Text`]).

pub mod article;
pub mod check;
pub mod cli;
pub mod dates;
pub mod events;
pub mod explain;
pub mod extraction;
pub mod matching;
pub mod people;
pub mod pipeline;
pub mod quotes;
pub mod render;
pub mod rules;
pub mod score;
pub mod testing;
pub mod text;
pub mod timeline;

pub use extraction::Extraction;
