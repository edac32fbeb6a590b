-- A timeline for Datasette and every other reader of SQLite. Offsets count code points.
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    title TEXT,
    outlet TEXT,
    author TEXT,
    published TEXT,
    published_basis TEXT,
    url TEXT,
    path TEXT,
    text TEXT
);
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL
);
CREATE TABLE places (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE entries (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    date TEXT,
    earliest TEXT,
    latest TEXT,
    precision TEXT,
    basis TEXT,
    text TEXT NOT NULL,
    speaker INTEGER REFERENCES people(id),
    modality TEXT,
    independent_sources INTEGER NOT NULL,
    undated_because TEXT
);
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entries(id),
    article TEXT NOT NULL REFERENCES articles(id),
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    line INTEGER,
    text TEXT NOT NULL,
    date TEXT,
    rule TEXT NOT NULL
);
CREATE TABLE entry_people (
    entry TEXT NOT NULL REFERENCES entries(id),
    person INTEGER NOT NULL REFERENCES people(id),
    role TEXT NOT NULL,
    PRIMARY KEY (entry, person, role)
) WITHOUT ROWID;
CREATE TABLE entry_places (
    entry TEXT NOT NULL REFERENCES entries(id),
    place INTEGER NOT NULL REFERENCES places(id),
    PRIMARY KEY (entry, place)
) WITHOUT ROWID;
CREATE TABLE wordings (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entries(id),
    text TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES articles(id)
);
CREATE TABLE disagreements (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entries(id),
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES articles(id),
    chosen_by TEXT NOT NULL
);
CREATE TABLE merges (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entries(id),
    reason TEXT NOT NULL
);
CREATE TABLE dates (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles(id),
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    type TEXT,
    value TEXT,
    mod TEXT,
    edtf TEXT,
    basis TEXT,
    rule TEXT NOT NULL
);
CREATE TABLE quotes (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles(id),
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    speaker TEXT,
    said TEXT,
    cue TEXT,
    via TEXT,
    part_of TEXT,
    modality TEXT,
    rule TEXT NOT NULL
);
CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    article TEXT NOT NULL REFERENCES articles(id),
    severity TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL
);
CREATE INDEX sources_entry ON sources(entry);
CREATE INDEX sources_article ON sources(article);
CREATE INDEX entries_earliest ON entries(earliest);
CREATE INDEX entries_speaker ON entries(speaker);
CREATE INDEX entry_people_person ON entry_people(person);
CREATE INDEX entry_places_place ON entry_places(place);
CREATE INDEX dates_article ON dates(article);
CREATE INDEX quotes_article ON quotes(article);
CREATE VIEW timeline AS
SELECT entries.position, entries.date, entries.kind, entries.type, people.name AS speaker, entries.text,
       entries.independent_sources,
       (SELECT group_concat(DISTINCT coalesce(articles.outlet, articles.id))
        FROM sources JOIN articles ON articles.id = sources.article
        WHERE sources.entry = entries.id) AS outlets,
       entries.id
FROM entries LEFT JOIN people ON people.id = entries.speaker
ORDER BY entries.position;
