//! A SQLite database, ready for Datasette: tables with foreign keys, and full-text search.
//!
//! In: a timeline and its catalogue.  Out: the bytes of a database that was built in memory.
//! Dates and quotes come from the articles' extractions where these are at hand, else from the
//! sources of the entries.

mod findings;
mod rows;

use super::catalogue::Catalogue;
use crate::timeline::Timeline;
use rusqlite::{Connection, MAIN_DB, Transaction};

const SCHEMA: &str = include_str!("schema.sql");
const SEARCH: &str = include_str!("search.sql");

/// The bytes of the database.
pub(super) fn database(
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
) -> rusqlite::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory()?;
    // An article that could not be read has problems but no row of its own.
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    connection.execute_batch(SCHEMA)?;
    let transaction = connection.transaction()?;
    fill(&transaction, timeline, catalogue)?;
    transaction.commit()?;
    connection.execute_batch(SEARCH)?;
    connection.execute_batch("ANALYZE; VACUUM;")?;
    Ok(connection.serialize(MAIN_DB)?.to_vec())
}

fn fill(
    database: &Transaction<'_>,
    timeline: &Timeline,
    catalogue: &Catalogue<'_>,
) -> rusqlite::Result<()> {
    rows::articles(database, timeline, catalogue)?;
    let people = rows::people(database, timeline)?;
    let places = rows::places(database, timeline)?;
    rows::entries(database, timeline, &people)?;
    rows::sources(database, timeline, catalogue)?;
    rows::links(database, timeline, &people, &places)?;
    rows::differences(database, timeline)?;
    let cited = findings::Cited::of(timeline);
    findings::dates(database, timeline, catalogue, &cited)?;
    findings::quotes(database, timeline, catalogue, &cited)?;
    findings::problems(database, timeline)
}
