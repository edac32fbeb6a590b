-- Full-text search, in the form Datasette finds by itself; built when all rows are in.
CREATE VIRTUAL TABLE entries_fts USING fts5(text, content="entries", tokenize="unicode61 remove_diacritics 2");
INSERT INTO entries_fts(entries_fts) VALUES ('rebuild');
CREATE VIRTUAL TABLE articles_fts USING fts5(title, text, content="articles", tokenize="unicode61 remove_diacritics 2");
INSERT INTO articles_fts(articles_fts) VALUES ('rebuild');
CREATE VIRTUAL TABLE quotes_fts USING fts5(text, speaker, content="quotes", tokenize="unicode61 remove_diacritics 2");
INSERT INTO quotes_fts(quotes_fts) VALUES ('rebuild');
