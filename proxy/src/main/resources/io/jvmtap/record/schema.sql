-- A jvmtap capture, version 2. What the tables and columns mean stands in CAPTURE.md. Whoever changes a table that version 1
-- had, or adds one that is read, says in compat-1.sql how a file of version 1 looks then.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE programs (
  id           TEXT PRIMARY KEY,
  pid          INTEGER NOT NULL,
  label        TEXT NOT NULL,
  java_version TEXT NOT NULL,
  command      TEXT NOT NULL,
  started_at   INTEGER NOT NULL,
  ended_at     INTEGER
) WITHOUT ROWID;

CREATE TABLE lookups (
  id       INTEGER PRIMARY KEY,
  program  TEXT NOT NULL,
  at       INTEGER NOT NULL,
  nanos    INTEGER NOT NULL,
  name     TEXT NOT NULL,
  original TEXT NOT NULL,
  given    TEXT NOT NULL,
  took     INTEGER NOT NULL,
  thread   TEXT NOT NULL,
  failure  TEXT
);
CREATE INDEX lookups_name ON lookups (name, program);

CREATE TABLE bypasses (
  id      INTEGER PRIMARY KEY,
  program TEXT NOT NULL,
  at      INTEGER NOT NULL,
  nanos   INTEGER NOT NULL,
  host    TEXT NOT NULL,
  port    INTEGER NOT NULL,
  thread  TEXT NOT NULL,
  reason  TEXT NOT NULL
);

CREATE TABLE coverage (
  program    TEXT PRIMARY KEY,
  at         INTEGER NOT NULL,
  hooks      TEXT NOT NULL,
  tapped     INTEGER NOT NULL,
  bypassed   INTEGER NOT NULL,
  suppressed INTEGER NOT NULL,
  untapped   TEXT NOT NULL,
  dropped    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE connections (
  id               INTEGER PRIMARY KEY,
  batch            INTEGER NOT NULL,
  program          TEXT NOT NULL,
  started_at       INTEGER NOT NULL,
  started_nanos    INTEGER NOT NULL,
  host             TEXT NOT NULL,
  port             INTEGER NOT NULL,
  addresses        TEXT NOT NULL,
  pid              INTEGER NOT NULL,
  thread           TEXT NOT NULL,
  frames           TEXT NOT NULL,
  label            TEXT NOT NULL,
  route            TEXT,
  upstream_address TEXT,
  upstream_port    INTEGER,
  upstream_after   INTEGER,
  closed_after     INTEGER,
  bytes_out        INTEGER NOT NULL,
  bytes_in         INTEGER NOT NULL,
  exchanges        INTEGER NOT NULL,
  opaque           INTEGER NOT NULL,
  cut_bytes        INTEGER NOT NULL,
  lost_bytes       INTEGER NOT NULL,
  fault_code       TEXT,
  fault_scope      TEXT,
  fault_detail     TEXT
);
CREATE INDEX connections_batch ON connections (batch);
-- Those that are rows of the log themselves: few, where exchanges tell the story of the others.
CREATE INDEX connections_listed ON connections (id)
  WHERE opaque OR exchanges = 0 AND (fault_code IS NOT NULL OR closed_after IS NOT NULL);

CREATE TABLE handshakes (
  id            INTEGER PRIMARY KEY,
  connection    INTEGER NOT NULL,
  side          TEXT NOT NULL,
  started_at    INTEGER NOT NULL,
  started_nanos INTEGER NOT NULL,
  took          INTEGER NOT NULL,
  protocol      TEXT,
  cipher_suite  TEXT,
  alpn          TEXT,
  server_name   TEXT,
  resumed       INTEGER,
  chain         TEXT,
  fault_code    TEXT,
  fault_scope   TEXT,
  fault_detail  TEXT,
  answer        TEXT,
  client_certificate TEXT
);
CREATE INDEX handshakes_connection ON handshakes (connection);

-- What programs offered in their ClientHellos.
CREATE TABLE client_hellos (
  id          INTEGER PRIMARY KEY,
  connection  INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  nanos       INTEGER NOT NULL,
  server_name TEXT,
  offer       TEXT NOT NULL
);
CREATE INDEX client_hellos_connection ON client_hellos (connection);

CREATE TABLE offers (
  id                TEXT PRIMARY KEY,
  versions          TEXT NOT NULL,
  cipher_suites     TEXT NOT NULL,
  key_groups        TEXT NOT NULL,
  signature_schemes TEXT NOT NULL,
  alpn              TEXT NOT NULL,
  ja3               TEXT NOT NULL,
  ja4               TEXT NOT NULL
);

CREATE TABLE certificates (
  sha256 TEXT PRIMARY KEY,
  der    BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE verdicts (
  id         INTEGER PRIMARY KEY,
  connection INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  nanos      INTEGER NOT NULL,
  judge      TEXT NOT NULL,
  failure    TEXT
);
CREATE INDEX verdicts_connection ON verdicts (connection);

CREATE TABLE exchanges (
  id                  INTEGER PRIMARY KEY,
  batch               INTEGER NOT NULL,
  connection          INTEGER NOT NULL,
  protocol            TEXT NOT NULL,
  started_at          INTEGER NOT NULL,
  started_nanos       INTEGER NOT NULL,
  request_head_after  INTEGER,
  request_end_after   INTEGER,
  response_head_after INTEGER,
  response_end_after  INTEGER,
  ended_after         INTEGER,
  method              TEXT,
  scheme              TEXT,
  host                TEXT NOT NULL,
  port                INTEGER NOT NULL,
  target              TEXT,
  request_version     TEXT,
  status              INTEGER,
  reason              TEXT,
  response_version    TEXT,
  request_body        INTEGER NOT NULL,
  request_wire        INTEGER,
  response_body       INTEGER NOT NULL,
  response_wire       INTEGER,
  request_cut         INTEGER NOT NULL,
  response_cut        INTEGER NOT NULL,
  lost_bytes          INTEGER NOT NULL,
  messages            INTEGER NOT NULL,
  fault_code          TEXT,
  fault_scope         TEXT,
  fault_detail        TEXT
);
CREATE INDEX exchanges_batch ON exchanges (batch);
CREATE INDEX exchanges_connection ON exchanges (connection);
CREATE INDEX exchanges_host ON exchanges (host);
-- What went wrong is asked for most, and rare.
CREATE INDEX exchanges_failed ON exchanges (id) WHERE status >= 400 OR fault_code IS NOT NULL;

CREATE TABLE heads (
  exchange          INTEGER PRIMARY KEY,
  request           TEXT NOT NULL,
  request_trailers  TEXT,
  interims          TEXT,
  response          TEXT NOT NULL,
  response_trailers TEXT
);

-- One row a header line, for whoever asks with SQL.
CREATE VIEW headers AS
  WITH sections (exchange, part, fields) AS (
    SELECT exchange, 'request', request FROM heads
    UNION ALL SELECT exchange, 'request trailers', request_trailers FROM heads
    UNION ALL SELECT exchange, 'response', response FROM heads
    UNION ALL SELECT exchange, 'response trailers', response_trailers FROM heads
  )
  SELECT exchange, part, line.key / 2 AS position, line.value AS name,
         json_extract(fields, '$[' || (line.key + 1) || ']') AS value
    FROM sections, json_each(sections.fields) AS line
   WHERE line.key % 2 = 0;

CREATE TABLE chunks (
  id        INTEGER PRIMARY KEY,
  exchange  INTEGER NOT NULL,
  direction TEXT NOT NULL,
  at        INTEGER NOT NULL,
  nanos     INTEGER NOT NULL,
  bytes     BLOB NOT NULL
);
CREATE INDEX chunks_exchange ON chunks (exchange, direction);

CREATE TABLE segments (
  id         INTEGER PRIMARY KEY,
  connection INTEGER NOT NULL,
  direction  TEXT NOT NULL,
  at         INTEGER NOT NULL,
  nanos      INTEGER NOT NULL,
  bytes      BLOB NOT NULL
);
CREATE INDEX segments_connection ON segments (connection, direction);

-- Who sent a request, where that is known better than by its connection.

CREATE TABLE callers (
  exchange INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  thread   TEXT NOT NULL,
  site     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE call_sites (
  id     TEXT PRIMARY KEY,
  frames TEXT NOT NULL
);

-- Messages within exchanges: ranges of what chunks holds.

CREATE TABLE messages (
  id            INTEGER PRIMARY KEY,
  exchange      INTEGER NOT NULL,
  direction     TEXT NOT NULL,
  kind          TEXT NOT NULL,
  started_at    INTEGER NOT NULL,
  started_nanos INTEGER NOT NULL,
  took          INTEGER NOT NULL,
  position      INTEGER,
  length        INTEGER NOT NULL,
  compressed    INTEGER NOT NULL,
  detail        TEXT NOT NULL
);
CREATE INDEX messages_exchange ON messages (exchange);

-- What people say of a row: of an exchange or of a connection.

CREATE TABLE notes (
  id         INTEGER PRIMARY KEY,
  exchange   INTEGER UNIQUE,
  connection INTEGER UNIQUE,
  mark       TEXT,
  comment    TEXT
);
